import { Settings } from './settings.js';

/** The settings where nothing was set. */
export const defaultSettings = (): Settings => new Settings();

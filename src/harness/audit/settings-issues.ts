import type { Issue, JsonObject } from '../../contract/index.js';

/** The settings of the audit log. */
export interface AuditSettings {
  /** Only these event types; all when left out. */
  readonly include?: readonly string[];
}

const TYPE = /^[A-Z]+(_[A-Z]+)*$/;

/** Everything that is wrong with settings; what passes is `AuditSettings`. The same rules as in the schema. */
export function settingsIssues(settings: JsonObject): readonly Issue[] {
  const unknown = Object.keys(settings).filter((key) => key !== 'include');
  const issues = unknown.map((key) => issue(`/${key}`, 'unknown_setting', `There is no setting ${key}.`));
  const { include } = settings;
  if (include === undefined) return issues;
  if (!Array.isArray(include))
    return [...issues, issue('/include', 'not_a_list', 'Give a list of event types.')];
  return include.reduce<readonly Issue[]>((found, type: unknown, at) => {
    const path = `/include/${at}`;
    if (typeof type !== 'string' || !TYPE.test(type)) {
      return [...found, issue(path, 'not_an_event_type', 'Give an event type as NEW_TRANSACTION.')];
    }
    if (include.indexOf(type) !== at) return [...found, issue(path, 'repeated', 'Name each type once.')];
    return found;
  }, issues);
}

function issue(path: string, code: string, message: string): Issue {
  return { path, code, message };
}

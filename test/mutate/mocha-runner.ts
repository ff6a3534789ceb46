import 'reflect-metadata';
import type { MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';
import { existsSync } from 'node:fs';
import { chosenFiles } from '../run/chosen-files.js';

/** What Stryker's instrumented code and its runner tell each other. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

declare global {
  // The name is Stryker's.
  var __stryker__: Instrumented | undefined;
}

/**
 * Runs unit tests in this process for Stryker, those alone that reach a mutant. The runner that Stryker has for Mocha
 * knows no Mocha 12 as long as it runs on Node 20, and a process for each mutant takes ten times as long.
 */
export class MochaRunner implements TestRunner {
  static inject = tokens(commonTokens.options);

  private readonly mocha = new Mocha({ reporter: Mocha.reporters.Base, timeout: 0 });
  private readonly instrumented: Instrumented = (globalThis.__stryker__ ??= {});
  private readonly byTest: boolean;
  private isLoaded = false;
  private results: TestResult[] = [];

  constructor(private readonly options: StrykerOptions) {
    this.byTest = options.coverageAnalysis === 'perTest';
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: false };
  }

  init(): Promise<void> {
    const folders = this.options.mutate
      .map((pattern) => pattern.replace(/^src\/(.*?)\/\*\*.*$/, 'test/$1'))
      .filter((folder) => existsSync(folder));
    for (const file of chosenFiles(process.cwd(), { named: folders, unit: true })) this.mocha.addFile(file);
    this.mocha.cleanReferencesAfterRun(false);
    const { instrumented, byTest } = this;
    this.mocha.suite.beforeEach(function () {
      if (byTest) instrumented.currentTestId = this.currentTest?.fullTitle();
    });
    return Promise.resolve();
  }

  async dryRun({ disableBail }: DryRunOptions): Promise<DryRunResult> {
    const result = await this.run(disableBail, undefined, undefined);
    if (result.status !== DryRunStatus.Complete) return result;
    const { mutantCoverage } = this.instrumented;
    return mutantCoverage === undefined ? result : { ...result, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, disableBail, mutantActivation } = options;
    this.instrumented.hitLimit = hitLimit;
    this.instrumented.hitCount = hitLimit === undefined ? undefined : 0;
    this.mocha.grep(testFilter ? new RegExp(testFilter.map((id) => `(^${escaped(id)}$)`).join('|')) : /./);
    return toMutantRunResult(await this.run(disableBail, activeMutant.id, mutantActivation));
  }

  private async run(
    disableBail: boolean,
    mutant: string | undefined,
    activation: MutantRunOptions['mutantActivation'] | undefined,
  ): Promise<DryRunResult> {
    this.results = [];
    bail(this.mocha.suite, !disableBail);
    try {
      if (!this.isLoaded) {
        this.instrumented.activeMutant = activation === 'static' ? mutant : undefined;
        await this.mocha.loadFilesAsync();
        this.isLoaded = true;
      }
      this.instrumented.activeMutant = mutant;
      await new Promise<void>((resolve) => {
        const running = this.mocha.run(() => resolve());
        running.on(
          'pass',
          (test: Mocha.Test) => void this.results.push({ ...told(test), status: TestStatus.Success }),
        );
        running.on('fail', (test: Mocha.Runnable, error: Error) => {
          const failureMessage = error.stack ?? error.message;
          this.results.push({ ...told(test), status: TestStatus.Failed, failureMessage });
        });
      });
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error) };
    }
    const { hitCount, hitLimit } = this.instrumented;
    return (
      determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests: this.results }
    );
  }
}

const told = (test: Mocha.Runnable) => ({
  id: test.fullTitle(),
  name: test.fullTitle(),
  timeSpentMs: test.duration ?? 0,
});

function bail(suite: Mocha.Suite, is: boolean): void {
  suite.bail(is);
  for (const child of suite.suites) bail(child, is);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'mocha-here', MochaRunner)];

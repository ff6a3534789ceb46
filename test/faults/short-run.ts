import { expect } from 'chai';
import { describeReport } from './describe-report.js';
import { failuresOf } from './failures-of.js';
import type { Report } from './report.js';
import { runFaults } from './run-faults.js';

const RUN_MS = 600_000;

/** `FAULTS_SEED` repeats another run. */
const SEED = process.env['FAULTS_SEED'] ?? 'short';

/** The run that goes with every test: short, and seldom the same twice in its timing. */
export function shortRun(switches: 'kind' | 'unkind'): void {
  describe(`faults, with a Klaviyo whose open questions are answered ${switches}ly`, function () {
    this.timeout(RUN_MS);
    let report: Report;
    before(async () => {
      const seed = `${SEED} ${switches}`;
      report = await runFaults({
        events: 600,
        states: 300,
        members: 80,
        kills: 8,
        seed,
        switches,
        references: 'mixed',
        moves: 0,
        limits: true,
        openingMs: 8_000,
        calmMs: 0,
        patienceMs: 120_000,
        steadyMs: 3_000,
        tell: () => undefined,
      }).catch((error: unknown) => {
        throw new Error(`the run with the seed ${seed} could not be played`, { cause: error });
      });
      if (failuresOf(report).length > 0) process.stderr.write(`${describeReport(report)}\n`);
    });

    const nothing = (what: readonly string[]) =>
      expect(what, `with FAULTS_SEED=${SEED}, see ${report.directory}`).to.deep.equal([]);

    it('kills and faults there were', () => {
      expect(report.host.startsMs.length).to.be.above(4);
      expect(Object.values(report.faults).reduce((sum, met) => sum + met, 0)).to.be.above(10);
      expect(report.accepted).to.include({ events: 600, states: 300 });
    });

    it('loses no event that was accepted', () => nothing(report.rest.findings.lost));

    it('doubles none, puts none on another profile, and invents none', () => {
      const { doubled, strayed, strange } = report.rest.findings;
      nothing([...doubled, ...strayed, ...strange]);
    });

    it("keeps the order of a member's events", () => nothing(report.rest.findings.disordered));

    it('leaves no profile and no balance behind the newest', () => {
      const { stale, twins } = report.rest.findings;
      nothing([...stale, ...twins]);
    });

    it('brings the lists to what their audiences say', () => nothing(report.rest.findings.lists));

    it('gives up on nothing, and refuses nothing', () => {
      nothing([...report.letters.unexplained, ...report.refusals.map(({ id, code }) => `${id} ${code}`)]);
    });

    it('comes to rest', () => {
      nothing(report.rest.timedOut ? report.rest.waiting : []);
      nothing(report.rest.findings.unfinished);
    });

    it('has a host that ends only where it is killed, and a connection that holds', () => {
      nothing(report.host.crashes);
      // A token that rotates is lost where a kill comes between Klaviyo's answer and the commit.
      if (report.switches.rotateRefreshTokens !== true) expect(report.reconnects).to.equal(0);
    });

    it('sends nothing that Klaviyo does not know', function () {
      const { contract, first } = report.violations;
      nothing(first.map((violation) => JSON.stringify(violation)));
      if (contract === 'own rules' && process.env['REQUIRE_ALL'] === '1') {
        throw new Error('../shared/klaviyo-openapi.json is required');
      }
    });

    it('is throttled only where a fault throttles it: no 429 that a budget should have avoided', () => {
      nothing([...report.avoidable429].map(([operation, count]) => `${count} × ${operation}`));
    });
  });
}

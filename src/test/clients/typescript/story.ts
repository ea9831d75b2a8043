// The README's story, told with the generated client: trigger, wait, list, preview.
import { Configuration, PlansApi, ResponseError, RotationApi, RunsApi, SnapshotsApi, StatusApi, type Problem } from "rsync-backup-client";

const [basePath, accessToken, plan] = process.argv.slice(2) as [string, string, string];
const configuration = new Configuration({ basePath, accessToken });

function check(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error("does not hold: " + what);
  }
}

async function play(): Promise<void> {
  check((await new PlansApi(configuration).getPlan({ plan })).name === plan, "the plan");
  const runs = new RunsApi(configuration);
  const run = await runs.startRun({
    plan,
    prefer: "wait=120",
    require: "succeeded",
    runStart: { note: "from TypeScript" },
  });
  check(run.state === "succeeded", "the run succeeded");
  const fetched = await runs.getRun({ run: run.id, prefer: "wait=60" });
  check(JSON.stringify(fetched) === JSON.stringify(run), "the run, fetched by its id");
  check(run.steps.map((step) => step.name).join() === "backup,snapshot,rotate", "the steps");
  check(run.endedAt instanceof Date && run.endedAt > run.queuedAt, "times are times");
  check((run.transfer?.filesTotal ?? 0) > 0, "something was saved");
  check((await runs.getRunLog({ run: run.id })).includes("rsync"), "the log");
  const list = await runs.listRuns({ plan: [plan], state: ["succeeded", "partial"], limit: 10 });
  check(list.items[0]?.id === run.id, "the list of runs");
  const snapshots = new SnapshotsApi(configuration);
  const snapshot = (await snapshots.listSnapshots({ plan })).items[0]!.name;
  check(snapshot === run.snapshot, "the snapshot");
  const pinned = await snapshots.updateSnapshot({ plan, snapshot, snapshotPatch: { pinned: true } });
  check(pinned.pinned, "the pin");
  const rotation = new RotationApi(configuration);
  const decision = (await rotation.previewRotation({ plan })).decisions[0];
  check(decision?.snapshot === snapshot && decision.decision === "keep", "the preview");
  check((decision?.reasons[0]?.text ?? "") !== "", "the preview's reasons");
  const other = await rotation.previewRotationWith({ plan, rotationRequest: { scheme: { daily: 7, monthly: "always" } } });
  check(JSON.stringify(other.scheme) === '{"daily":"7","monthly":"always"}', "the preview by other rules");
  check((await new StatusApi(configuration).getStatus({ strict: true })).ok, "the status");
  try {
    await new PlansApi(configuration).getPlan({ plan: "unknown" });
    check(false, "an unknown plan is refused");
  } catch (refused) {
    if (!(refused instanceof ResponseError)) {
      throw refused;
    }
    const problem: Problem = await refused.response.json();
    check(problem.status === 404 && refused.response.status === 404, "an unknown plan is 404");
    check(problem.type.endsWith("/problems/plan-not-found"), "an unknown plan is a problem");
  }
  console.log("played with " + run.id);
}

play().catch((failure) => {
  console.error(failure);
  process.exit(1);
});

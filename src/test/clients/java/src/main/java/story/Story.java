package story;

import io.rsyncbackup.client.ApiClient;
import io.rsyncbackup.client.ApiException;
import io.rsyncbackup.client.api.PlansApi;
import io.rsyncbackup.client.api.RotationApi;
import io.rsyncbackup.client.api.RunsApi;
import io.rsyncbackup.client.api.SnapshotsApi;
import io.rsyncbackup.client.api.StatusApi;
import io.rsyncbackup.client.model.Decision;
import io.rsyncbackup.client.model.RotationRequest;
import io.rsyncbackup.client.model.Run;
import io.rsyncbackup.client.model.RunStart;
import io.rsyncbackup.client.model.SnapshotPatch;
import io.rsyncbackup.client.model.Step;
import java.util.List;
import java.util.Map;

/** The README's story, told with the generated client: trigger, wait, list, preview. */
public final class Story {
    private Story() {}

    public static void main(String[] arguments) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        String plan = arguments[2];

        check(new PlansApi(client).getPlan(plan).getName().equals(plan), "the plan");
        Run run = new RunsApi(client)
                .startRun(plan, null, "wait=120", "succeeded", null, new RunStart().note("from Java"));
        check(run.getState().equals("succeeded"), "the run succeeded");
        Run fetched = new RunsApi(client).getRun(run.getId(), "wait=60");
        check(fetched.equals(run), "the run, fetched by its id");
        check(
                run.getSteps().stream().map(Step::getName).toList().equals(List.of("backup", "snapshot", "rotate")),
                "the steps");
        check(run.getEndedAt().isAfter(run.getQueuedAt()), "times are times");
        check(run.getTransfer().getFilesTotal() > 0, "something was saved");
        check(new RunsApi(client).getRunLog(run.getId(), null, null, null, null).contains("rsync"), "the log");
        check(
                new RunsApi(client)
                        .listRuns(List.of(plan), List.of("succeeded", "partial"), null, null, null, null, 10, null)
                        .getItems()
                        .getFirst()
                        .getId()
                        .equals(run.getId()),
                "the list of runs");
        String snapshot = new SnapshotsApi(client)
                .listSnapshots(plan, null, null)
                .getItems()
                .getFirst()
                .getName();
        check(snapshot.equals(run.getSnapshot()), "the snapshot");
        check(
                new SnapshotsApi(client)
                        .updateSnapshot(plan, snapshot, new SnapshotPatch().pinned(true))
                        .getPinned(),
                "the pin");
        Decision decision =
                new RotationApi(client).previewRotation(plan).getDecisions().getFirst();
        check(decision.getSnapshot().equals(snapshot) && decision.getDecision().equals("keep"), "the preview");
        check(!decision.getReasons().getFirst().getText().isEmpty(), "the preview's reasons");
        check(
                new RotationApi(client)
                        .previewRotationWith(
                                plan, new RotationRequest().scheme(Map.of("daily", 7, "monthly", "always")))
                        .getScheme()
                        .equals(Map.of("daily", "7", "monthly", "always")),
                "the preview by other rules");
        check(new StatusApi(client).getStatus(null, true).getOk(), "the status");
        try {
            new PlansApi(client).getPlan("unknown");
            check(false, "an unknown plan is refused");
        } catch (ApiException refused) {
            check(refused.getCode() == 404, "an unknown plan is 404");
            check(refused.getResponseBody().contains("/problems/plan-not-found"), "an unknown plan is a problem");
        }
        System.out.println("played with " + run.getId());
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("does not hold: " + what);
        }
    }
}

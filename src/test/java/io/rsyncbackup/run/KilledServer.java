package io.rsyncbackup.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Started by {@link RestartContract} as a process of its own: one long run, and acknowledging more until it is killed. */
final class KilledServer {
    private KilledServer() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments[1].isEmpty() ? null : arguments[1];
        TestServer server = new TestServer(Path.of(arguments[0]), url, new TestClock(), 1, Duration.ofSeconds(1));
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            System.out.println("running " + context.run().id());
            return FakePlanner.untilStopped(context);
        });
        server.start();
        server.runs()
                .enqueue(
                        new RunRequest(
                                "long",
                                1,
                                Trigger.API,
                                "tester",
                                List.of(StepName.BACKUP, StepName.ROTATE),
                                false,
                                null,
                                Map.of(),
                                "{}",
                                "long",
                                null,
                                true,
                                null),
                        null);
        while (server.planner.performed.isEmpty()) {
            Thread.sleep(10);
        }
        for (int i = 0; ; i++) {
            Run run = server.runs()
                    .enqueue(TestServer.request("plan-" + i, "destination-" + i, StepName.BACKUP), null)
                    .run();
            System.out.println("acknowledged " + run.id());
        }
    }
}

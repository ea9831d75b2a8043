package io.rsyncbackup.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.command.StopSignal;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Another server of the same host: a JVM that acquires and releases what it is told line by line, and can be killed. */
final class DeviceProcess implements AutoCloseable {
    private static final String ANSWER = "> ";

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private DeviceProcess(Process process) {
        this.process = process;
        this.questions = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
    }

    /** On a host of scripts. */
    static DeviceProcess start(Path fakeHost) throws IOException {
        return start(List.of(), fakeHost.toString(), "fake");
    }

    /** On the real host, as whatever stands in front sees it. */
    static DeviceProcess startReal(List<String> inFront, Path locks) throws IOException {
        return start(inFront, locks.toString(), "real");
    }

    private static DeviceProcess start(List<String> inFront, String directory, String kind) throws IOException {
        List<String> argv = new ArrayList<>(inFront);
        argv.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DeviceProcess.class.getName(),
                directory,
                kind));
        return new DeviceProcess(new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    String ask(String question) throws IOException {
        tell(question);
        return answer();
    }

    void tell(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
    }

    String answer() throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(ANSWER)) {
            // what it logs goes the same way
            line = answers.readLine();
        }
        if (line == null) {
            throw new IOException("the other process has ended without an answer");
        }
        return line.substring(ANSWER.length());
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void untilDead() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] arguments) throws IOException {
        Server server = new Server(Path.of(arguments[0]), arguments[1].equals("fake"));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            System.out.println(ANSWER + server.answer(line.split(" ", 3)));
        }
    }

    private static final class Server {
        private final Devices devices;
        private final Deque<DeviceHold> holds = new ArrayDeque<>();
        private String deadly = "";
        private String when = "";

        Server(Path directory, boolean fake) {
            DeviceSettings settings = new DeviceSettings(
                    fake ? new FakePaths(directory).paths() : HostPaths.HOST,
                    fake ? directory.resolve("run") : directory,
                    true,
                    Duration.ofMillis(700),
                    Duration.ofMillis(300));
            LocalCommandRunner real = new LocalCommandRunner(
                    "device-process-" + ProcessHandle.current().pid());
            CommandRunner runner = (command, output, stop) ->
                    deadly(fake ? new FakePaths(directory).here(command) : command, real, output, stop);
            devices = new Devices(runner, settings);
        }

        private CommandResult deadly(Command command, CommandRunner runner, CommandOutput output, StopSignal stop) {
            boolean dies = command.program().equals(deadly);
            if (dies && when.equals("before")) {
                Runtime.getRuntime().halt(137);
            }
            CommandResult result = runner.run(command, output, stop);
            if (dies) {
                Runtime.getRuntime().halt(137);
            }
            return result;
        }

        String answer(String[] words) {
            return switch (words[0]) {
                case "acquire" -> acquire(DeviceRecord.device(words[1], words[2]));
                case "release" ->
                    holds.pop()
                            .release(CommandOutput.IGNORE, StopSignal.NEVER)
                            .orElseThrow()
                            .toString();
                case "leftovers" -> devices.undoLeftovers().toString();
                case "look" ->
                    devices.look(DeviceRecord.device(words[1], words[2])).toString();
                case "churn" ->
                    churn(
                            Integer.parseInt(words[1]),
                            DeviceRecord.device(words[2].split(" ", 2)[0], words[2].split(" ", 2)[1]));
                case "die" -> {
                    when = words[1];
                    deadly = words[2];
                    yield "ready to die";
                }
                default -> "what?";
            };
        }

        private String acquire(Device device) {
            Acquired acquired = devices.acquire(device, false, CommandOutput.IGNORE, StopSignal.NEVER);
            if (acquired instanceof Acquired.Held held) {
                holds.push(held.hold());
            }
            return acquired.toString();
        }

        private String churn(int times, Device device) {
            for (int i = 0; i < times; i++) {
                String acquired = acquire(device);
                if (!devices.look(device).up()) {
                    return "not there though " + acquired;
                }
                holds.pop().close();
            }
            return "always there";
        }
    }
}

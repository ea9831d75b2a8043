package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Starts nothing: answers as scripted, and remembers what was asked. A command that is not scripted is an error of the
 * test. The script that was added last and fits wins.
 */
public final class ScriptedCommandRunner implements CommandRunner {
    private static final int ENDED_BY_TERM = 128 + 15;

    private final List<Script> scripts = new CopyOnWriteArrayList<>();
    private final List<Command> commands = new CopyOnWriteArrayList<>();

    /** What follows is the answer to exactly this argv; exit code 0 without output unless it says more. */
    public Script on(String... argv) {
        List<String> expected = List.of(argv);
        return on(expected::equals);
    }

    public Script on(Predicate<List<String>> argv) {
        Script script = new Script(argv);
        scripts.addFirst(script);
        return script;
    }

    /** All that was run, in order, without what a stop had prevented. */
    public List<Command> commands() {
        return List.copyOf(commands);
    }

    public List<List<String>> argvs() {
        return commands.stream().map(Command::argv).toList();
    }

    @Override
    public CommandResult run(Command command, CommandOutput output, StopSignal stop) {
        if (stop.requested() || Thread.currentThread().isInterrupted()) {
            return new CommandResult(ENDED_BY_TERM, true, Duration.ZERO, "", "");
        }
        commands.add(command);
        Script script = scripts.stream()
                .filter(candidate -> candidate.argv.test(command.argv()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not scripted: " + command.argv()));
        return script.play(command, output, stop);
    }

    public static final class Script {
        private final Predicate<List<String>> argv;
        private final List<Line> lines = new ArrayList<>();
        private Consumer<Command> effect = command -> {};
        private int exitCode;
        private boolean missing;
        private boolean untilStopped;

        private Script(Predicate<List<String>> argv) {
            this.argv = argv;
        }

        public Script prints(String... texts) {
            for (String text : texts) {
                prints(text.getBytes(UTF_8));
            }
            return this;
        }

        public Script prints(byte[] line) {
            lines.add(new Line(false, line.clone()));
            return this;
        }

        public Script complains(String... texts) {
            for (String text : texts) {
                lines.add(new Line(true, text.getBytes(UTF_8)));
            }
            return this;
        }

        public Script exits(int code) {
            exitCode = code;
            return this;
        }

        /** What the program would do, such as make a directory; before it prints. */
        public Script does(Consumer<Command> action) {
            effect = action;
            return this;
        }

        public Script doesNotExist() {
            missing = true;
            return this;
        }

        /** After it has printed. */
        public Script runsUntilStopped() {
            untilStopped = true;
            return this;
        }

        private CommandResult play(Command command, CommandOutput output, StopSignal stop) {
            long start = System.nanoTime();
            if (missing) {
                throw new CommandNotStartedException(
                        Programs.missing(command.program()), new NoSuchFileException(command.program()));
            }
            effect.accept(command);
            Tail outputTail = new Tail();
            Tail errorTail = new Tail();
            for (Line line : lines) {
                (line.error ? errorTail : outputTail).add(line.bytes);
                if (line.error) {
                    output.err(line.bytes.clone());
                } else {
                    output.out(line.bytes.clone());
                }
            }
            if (untilStopped) {
                awaitStop(stop);
            }
            return new CommandResult(
                    untilStopped ? ENDED_BY_TERM : exitCode,
                    untilStopped,
                    Duration.ofNanos(System.nanoTime() - start),
                    outputTail.text(),
                    errorTail.text());
        }

        private static void awaitStop(StopSignal stop) {
            CountDownLatch requested = new CountDownLatch(1);
            try {
                AutoCloseable registration = stop.onRequest(requested::countDown);
                try {
                    requested.await();
                } finally {
                    registration.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private record Line(boolean error, byte[] bytes) {}
}

package io.rsyncbackup.command;

import java.util.ArrayList;
import java.util.List;

/** Asks processes to end, or makes them. */
interface Signals {
    enum Signal {
        TERM,
        KILL
    }

    void send(Signal signal, List<Long> processes);

    /** For processes of this server's own user. A handle is bound to the start time: a reused id is not hit. */
    Signals DIRECT = (signal, processes) -> {
        for (long process : processes) {
            ProcessHandle.of(process).ifPresent(handle -> {
                boolean ignored = switch (signal) {
                    case TERM -> handle.destroy();
                    case KILL -> handle.destroyForcibly();
                };
            });
        }
    };

    /** For what runs under sudo, where this server's user may not send signals itself. */
    static Signals throughSudo(CommandRunner runner) {
        return (signal, processes) -> {
            List<String> argv = new ArrayList<>(List.of("sudo", "-n", "kill", "-" + signal, "--"));
            processes.forEach(process -> argv.add(Long.toString(process)));
            runner.run(Command.of(argv));
        };
    }
}

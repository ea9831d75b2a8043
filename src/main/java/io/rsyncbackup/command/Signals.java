package io.rsyncbackup.command;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks processes to end, or makes them. */
interface Signals {
    Logger log = LoggerFactory.getLogger(Signals.class);

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
    static Signals throughSudo(CommandRunner runner, String sudo) {
        return (signal, processes) -> {
            List<String> argv = new ArrayList<>(List.of(sudo, "-n", "kill", "-" + signal, "--"));
            processes.forEach(process -> argv.add(Long.toString(process)));
            boolean sent = false;
            try {
                sent = runner.run(Command.of(argv)).succeeded();
            } catch (CommandNotStartedException e) {
                log.warn("cannot send {} through sudo", signal, e);
            }
            if (!sent) {
                // some may be this user's own, and sudo need not allow kill
                DIRECT.send(signal, processes);
            }
        };
    }
}

package io.rsyncbackup.backup;

import io.rsyncbackup.backup.CheckReport.Check;
import io.rsyncbackup.command.Command;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanSpec;
import java.util.ArrayList;
import java.util.List;

/** Looks at a source on another host; changes nothing there. */
record RemoteSource(PlanSpec spec, Location.Ssh source, Places places) {
    Check check() {
        try (RemoteHost host = places.host(spec, source)) {
            List<String> argv = new ArrayList<>(host.privileges());
            argv.addAll(List.of("find", source.path() + "/", "-maxdepth", "0", "-type", "d", "!", "-empty"));
            CommandResult found = host.shortCommands().run(Command.of(argv));
            if (!found.succeeded()) {
                return failed(
                        source.text() + " cannot be read: " + found.errorTail().strip());
            }
            return found.outputTail().isBlank()
                    ? failed(source.text() + " is empty: is its disk mounted?")
                    : new Check("source", true, source.text() + " can be read");
        } catch (DestinationException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (CommandNotStartedException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private static Check failed(String detail) {
        return new Check("source", false, detail);
    }
}

package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.ConnectionException;
import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies a source into latest. While snapshots share inodes with latest, no inode of it is changed in place. */
public final class Transfer {
    private final CommandRunner runner;

    public Transfer(CommandRunner runner) {
        this.runner = runner;
    }

    /** Runs to the end, whatever it is; only a broken listener makes it throw. */
    public TransferOutcome run(TransferRequest request, TransferListener listener, StopSignal stop) {
        Session session = new Session(runner, request, listener, stop);
        Findings findings = new Findings(request);
        try {
            clean(request.scratch());
            SourceCheck check = SourceCheck.of(session);
            Object source = check.look();
            RsyncCommands commands = new RsyncCommands(request, filters(session), Timestamps.nanoseconds(session));
            copy(session, commands, findings);
            // unmounted meanwhile, it would have taken what was listed with it
            SourceCheck.refuseAnother(request.source(), source, check.look());
            return findings.outcome();
        } catch (TransferEndedException e) {
            return findings.outcome(e.ending());
        } catch (ConnectionException e) {
            return findings.outcome(RemoteEnding.of(e));
        } catch (CommandNotStartedException e) {
            return findings.outcome(internal(String.valueOf(e.getMessage())));
        } catch (UncheckedIOException e) {
            return findings.outcome(internal("the file lists of the transfer: " + e.getCause()));
        } catch (IOException e) {
            return findings.outcome(internal("the file lists of the transfer: " + e));
        } finally {
            tidyUp(session);
        }
    }

    private static void copy(Session session, RsyncCommands commands, Findings findings) throws IOException {
        TransferRequest request = session.request();
        if (!decides(request)) {
            plain(session, commands, findings);
            return;
        }
        Decider decider = new Decider(session, commands, findings);
        Decision decision = decider.decide();
        new Guards(session).check(decision);
        findings.isolated(decision.isolatedFiles());
        if (request.dryRun() || decision.nothingToDo()) {
            return;
        }
        if (request.sharesInodes()) {
            Apply apply = new Apply(session, commands, findings);
            if (decision.inTheWay()) {
                apply.clear(decision);
                decision = decider.decide();
                findings.isolated(decision.isolatedFiles());
            }
            apply.apply(decision);
        } else {
            plain(session, commands, findings);
        }
    }

    /** In a daemon's new directory, where nothing is deleted, there is something to decide only when there is something to compare with. */
    private static boolean decides(TransferRequest request) {
        boolean deletes = request.deletes() || request.compareWith() != null;
        return request.sharesInodes() || request.dryRun() || (deletes && request.maxDelete() != null);
    }

    private static void plain(Session session, RsyncCommands commands, Findings findings) {
        session.listener().beforeFirstWrite();
        RsyncErrors errors = findings.errors();
        ProgressMeter meter = ProgressMeter.unknown(session.listener());
        RsyncOutput output = new RsyncOutput(session.listener(), meter, errors);
        CommandResult result = session.run(commands.plain(), output);
        meter.end();
        findings.statistics(output.statistics());
        boolean inodesUsedUp = Apply.inodesUsedUp(session, result);
        findings.ended(
                session.commandLine(session.withPrefix(commands.plain())), result.exitCode(), errors, inodesUsedUp);
    }

    private static List<String> filters(Session session) {
        TransferRequest request = session.request();
        return switch (request.source()) {
            case Endpoint.Here here -> {
                if (request.latest() instanceof Endpoint.Here latest
                        && OwnPaths.isDestination(here.path(), latest.path())) {
                    throw TransferEndedException.failed(
                            Failure.INTERNAL,
                            "the source " + here.text() + " is the destination itself; nothing was changed");
                }
                yield Filters.of(
                        OwnPaths.below(here.path(), request.ownExclusions()),
                        request.excludedRoots(),
                        request.excludes());
            }
            // nothing of this host is there
            case Endpoint.OverSsh ssh -> Filters.of(List.of(), request.excludedRoots(), request.excludes());
            case Endpoint.Daemon daemon -> {
                if (!request.excludedRoots().isEmpty()) {
                    session.log(
                            "excluded-roots are left aside: a daemon's paths begin at its module, not at the root of"
                                    + " its host, and mean other directories; use exclude");
                }
                yield Filters.of(List.of(), List.of(), request.excludes());
            }
        };
    }

    private static RsyncEnding internal(String message) {
        return new RsyncEnding(TransferOutcome.Result.FAILED, Failure.INTERNAL, false, message);
    }

    private static void tidyUp(Session session) {
        try {
            clean(session.request().scratch());
        } catch (IOException e) {
            session.log("cannot empty " + session.request().scratch() + ": " + e);
        }
    }

    private static void clean(Path scratch) throws IOException {
        try (Stream<Path> entries = Files.list(scratch)) {
            for (Path entry : entries.toList()) {
                Files.delete(entry);
            }
        }
    }
}

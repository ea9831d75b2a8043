package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.transfer.TransferOutcome.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A source that is missing or empty is most likely not mounted: copying it would delete everything. */
final class SourceCheck {
    private SourceCheck() {}

    static void check(Session session) throws IOException {
        Path source = session.request().source().here();
        try {
            if (!Files.readAttributes(source, BasicFileAttributes.class).isDirectory()) {
                throw missing(source);
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
                if (!entries.iterator().hasNext()) {
                    throw empty(source);
                }
            }
        } catch (NoSuchFileException e) {
            throw missing(source);
        } catch (AccessDeniedException e) {
            askAsTheUserOfTheRun(session, source);
        }
    }

    /** Which directory it is; null where that cannot be seen. */
    static @Nullable Object identity(Path source) {
        try {
            return Files.readAttributes(source, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Of a source that was unmounted meanwhile everything has vanished, which rsync takes for deleted. */
    static void refuseAnother(Path source, @Nullable Object before) {
        if (!Objects.equals(before, identity(source))) {
            throw TransferEndedException.failed(
                    Failure.SOURCE_MISSING,
                    "the source " + source + " went away while it was copied: was it unmounted? the next run mends"
                            + " what this one left");
        }
    }

    private static void askAsTheUserOfTheRun(Session session, Path source) {
        boolean[] any = {false};
        CommandResult result = session.run(
                List.of(
                        "find",
                        source + "/",
                        "-maxdepth",
                        "1",
                        "-mindepth",
                        "1",
                        "-printf",
                        "there is something\\n",
                        "-quit"),
                new CommandOutput() {
                    @Override
                    public void out(byte[] line) {
                        any[0] = true;
                    }
                });
        if (result.exitCode() == 0 && !any[0]) {
            throw empty(source);
        }
        // whatever else is wrong, rsync says it better
    }

    private static TransferEndedException missing(Path source) {
        return TransferEndedException.failed(
                Failure.SOURCE_MISSING, "the source " + source + " does not exist or is no directory");
    }

    private static TransferEndedException empty(Path source) {
        return TransferEndedException.failed(
                Failure.SOURCE_EMPTY, "the source " + source + " is empty: is it mounted?");
    }
}

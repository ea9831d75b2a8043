package io.rsyncbackup.transfer;

import io.rsyncbackup.command.CommandOutput;
import io.rsyncbackup.command.CommandResult;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a source of this host without a program, unless only the user of the run may see it. */
record SourceHere(Session session, Path path) implements SourceCheck {
    @Override
    public @Nullable Object look() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isDirectory()) {
                throw SourceCheck.missing(session.request().source());
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                if (!entries.iterator().hasNext()) {
                    throw SourceCheck.empty(session.request().source());
                }
            }
            return attributes.fileKey();
        } catch (NoSuchFileException e) {
            throw SourceCheck.missing(session.request().source());
        } catch (AccessDeniedException e) {
            askAsTheUserOfTheRun();
            return identity();
        }
    }

    private @Nullable Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private void askAsTheUserOfTheRun() {
        boolean[] any = {false};
        CommandResult result = session.run(
                List.of(
                        "find",
                        path + "/",
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
            throw SourceCheck.empty(session.request().source());
        }
        // whatever else is wrong, rsync says it better
    }
}

package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.CommandResult;
import io.rsyncbackup.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** The files of another host, reached by its programs alone: coreutils, findutils and util-linux of GNU and Linux. */
final class RemoteStorage implements Storage {
    /** An argument may have 128 KiB. */
    private static final int LONGEST_CONTENT = 90_000;

    private final CommandRunner runner;
    private final RemotePrograms programs;
    private final Supplier<List<String>> prefix;

    RemoteStorage(CommandRunner runner, CommandRunner shortCommands, Supplier<List<String>> prefix) {
        this.runner = runner;
        this.programs = new RemotePrograms(shortCommands, prefix);
        this.prefix = prefix;
    }

    @Override
    public CommandRunner runner() {
        return runner;
    }

    @Override
    public CommandResult run(String... argv) throws IOException {
        return programs.run(List.of(argv), line -> {});
    }

    @Override
    public Optional<Entry> look(Path path) throws IOException {
        return programs.ifExists(path, "stat", "--printf=%f %d %i %s\\n", "--", path.toString())
                .map(answer -> RemoteEntries.ofStat(path, answer));
    }

    @Override
    public Optional<Entry> follow(Path path) throws IOException {
        return programs.ifExists(path, "stat", "--dereference", "--printf=%f %d %i %s\\n", "--", path.toString())
                .map(answer -> RemoteEntries.ofStat(path, answer));
    }

    @Override
    public Path real(Path path) throws IOException {
        return path(path, RemoteScripts.REAL);
    }

    @Override
    public Path linkTarget(Path link) throws IOException {
        return path(link, RemoteScripts.LINK);
    }

    @Override
    public String fileSystemType(Path path) throws IOException {
        return programs.require(path, "stat", "--file-system", "--format=%T", "--", path.toString());
    }

    @Override
    public List<Entry> read(Path directory) throws IOException {
        StringBuilder answer = new StringBuilder();
        programs.script(directory, RemoteScripts.LIST, line -> answer.append(text(line)));
        return RemoteEntries.ofFind(directory, decoded(answer));
    }

    @Override
    public Optional<byte[]> content(Path file, long most) throws IOException {
        StringBuilder answer = new StringBuilder();
        programs.scriptIfExists(
                file, RemoteScripts.CONTENT, line -> answer.append(text(line)).append('\n'), Long.toString(most));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(decoded(answer.substring(answer.indexOf("\n"))));
    }

    @Override
    public Map<String, byte[]> contents(Path directory, String suffix, long most) throws IOException {
        Map<String, StringBuilder> answers = new TreeMap<>();
        StringBuilder[] current = {new StringBuilder()};
        programs.scriptIfExists(
                directory,
                RemoteScripts.CONTENTS,
                line -> {
                    String text = text(line);
                    if (text.startsWith("name ")) {
                        current[0] = new StringBuilder();
                        answers.put(new String(decoded(text.substring(5)), UTF_8), current[0]);
                    } else {
                        current[0].append(text);
                    }
                },
                suffix,
                Long.toString(most));
        Map<String, byte[]> contents = new TreeMap<>();
        answers.forEach((name, content) -> contents.put(name, decoded(content)));
        return contents;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        put(file, content, "replace");
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        put(file, content, "create");
    }

    private void put(Path file, byte[] content, String how) throws IOException {
        if (content.length > LONGEST_CONTENT) {
            throw new IOException(file + " is too long to be written on another host");
        }
        Path temporary = file.resolveSibling(DurableFiles.temporaryName(file, UUID.randomUUID()));
        programs.script(
                file,
                RemoteScripts.WRITE,
                line -> {},
                temporary.toString(),
                Base64.getEncoder().encodeToString(content),
                how);
    }

    /** In place, for what others read while it is locked. */
    void overwrite(Path file, String line) throws IOException {
        programs.script(file, "printf '%s\\n' \"$2\" >\"$1\"", ignored -> {}, line);
    }

    @Override
    public void makeDirectories(Path directory) throws IOException {
        programs.require(directory, "mkdir", "--parents", "--", directory.toString());
    }

    @Override
    public boolean delete(Path path) throws IOException {
        boolean[] deleted = {false};
        programs.script(path, RemoteScripts.DELETE, line -> deleted[0] = true);
        return deleted[0];
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        programs.script(from, RemoteScripts.RENAME, line -> {}, to.toString());
    }

    @Override
    public void sync(Path directory) throws IOException {
        programs.require(directory, "sync", "--", directory.toString());
    }

    @Override
    public String mountTable() throws IOException {
        StringBuilder table = new StringBuilder();
        programs.lines(
                Path.of("/proc/self/mountinfo"),
                List.of("cat", "/proc/self/mountinfo"),
                line -> table.append(new String(line, ISO_8859_1)).append('\n'));
        return table.toString();
    }

    @Override
    public Optional<Lock> tryLock(Path file, String holder) throws IOException {
        return RemoteLock.tryLock(this, runner, prefix.get(), file, holder);
    }

    @Override
    public boolean isLocked(Path file) throws IOException {
        if (!exists(file)) {
            return false;
        }
        CommandResult result = programs.run(
                List.of("flock", "--shared", "--nonblock", "--conflict-exit-code", "75", file.toString(), "true"),
                line -> {});
        return result.exitCode() == 75;
    }

    @Override
    public String holder(Path file) {
        try {
            String text = content(file, 1_000)
                    .map(bytes -> new String(bytes, UTF_8).strip())
                    .orElse("");
            return text.isEmpty() ? "someone who left no name" : text;
        } catch (IOException e) {
            return "someone whose name cannot be read";
        }
    }

    private Path path(Path of, String script) throws IOException {
        StringBuilder answer = new StringBuilder();
        programs.script(of, script, line -> answer.append(text(line)));
        return Path.of(new String(decoded(answer), UTF_8));
    }

    private static String text(byte[] line) {
        return new String(line, UTF_8);
    }

    private static byte[] decoded(CharSequence base64) {
        return Base64.getMimeDecoder().decode(base64.toString());
    }
}

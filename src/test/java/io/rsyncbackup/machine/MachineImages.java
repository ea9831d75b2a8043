package io.rsyncbackup.machine;

import io.rsyncbackup.system.BackupServerProcess;
import io.rsyncbackup.system.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * What a machine is made of, built once and kept below {@code target/machine} until what goes into it changes.
 *
 * @param base kernel, initrd and {@code root.img}
 * @param server {@code server.img}: Java and the packaged jar
 */
record MachineImages(Path base, Path server) {
    private static final Path SCRIPTS = Path.of("src/test/resources/machine").toAbsolutePath();
    static final Path TARGET = Path.of("target/machine").toAbsolutePath();

    static MachineImages build() {
        Needs.root();
        Needs.programs("qemu-system-x86_64", "mmdebstrap", "mke2fs", "unshare");
        var java = System.getProperty("java.home");
        var jar = BackupServerProcess.jar();
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            var base = CompletableFuture.supplyAsync(() -> cached("base", "base-image.sh", List.of()), both);
            var server =
                    CompletableFuture.supplyAsync(() -> cached("server", "server-image.sh", List.of(java, jar)), both);
            return new MachineImages(base.join(), server.join());
        }
    }

    private static Path cached(String name, String script, List<String> arguments) {
        try {
            var directory = TARGET.resolve(name);
            var key = key(SCRIPTS.resolve(script), arguments);
            var stamp = directory.resolve("key");
            Files.createDirectories(TARGET);
            // test classes run in several processes at once
            try (var lock = FileChannel.open(
                    TARGET.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(key)) {
                    run(SCRIPTS.resolve(script), directory, arguments);
                    Files.writeString(stamp, key);
                }
            }
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void run(Path script, Path directory, List<String> arguments) throws IOException {
        var argv = new ArrayList<>(List.of("bash", script.toString(), directory.toString()));
        argv.addAll(arguments);
        var builder = new ProcessBuilder(argv).redirectErrorStream(true);
        // not of this process: its agents and options would get into the start-up cache
        builder.environment().keySet().removeIf(name -> name.matches("BACKUP_.*|SPRING_.*|SERVER_.*|JAVA_.*|JDK_.*"));
        var process = builder.start();
        process.getOutputStream().close();
        try (var lines = process.inputReader()) {
            lines.lines().forEach(System.out::println);
        }
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(script + " ended with " + process.exitValue() + "; see above");
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** Of everything that goes in; of a file its content. */
    private static String key(Path script, List<String> arguments) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(script));
            for (var argument : arguments) {
                digest.update(argument.getBytes(StandardCharsets.UTF_8));
                if (Files.isRegularFile(Path.of(argument))) {
                    digest.update(Files.readAllBytes(Path.of(argument)));
                }
            }
            digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

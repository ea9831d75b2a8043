package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T18:05:09.123Z"));

    @TempDir
    Path directory;

    private final Secrets secrets = new Secrets();

    private Path file() {
        return directory.resolve("runs/01.log");
    }

    private RunLog log(long maxBytes) {
        return new RunLog(file(), maxBytes, CLOCK, secrets);
    }

    @Test
    void aLineSaysWhenAndInWhichStep() throws Exception {
        try (RunLog log = log(1000)) {
            assertThat(file()).doesNotExist();
            log.line("backup", "größe 😀");
            log.line("run", "");
            log.line("backup", "a\ttab");
        }
        assertThat(Files.readString(file())).isEqualTo("""
                        2026-11-22T18:05:09.123Z backup  größe 😀
                        2026-11-22T18:05:09.123Z run \s
                        2026-11-22T18:05:09.123Z backup  a\ttab
                        """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingInALineCanControlATerminalOrForgeALine() {
        assertThat(escaped("\u001b[31mred\r\nforged\u007f")).isEqualTo("\\#033[31mred\\#015\\#012forged\\#177");
        assertThat(escaped("\u009b1m \u2028 \u202e \u2066"))
                .doesNotContainPattern("[\\u0080-\\u009f\\u2028\\u202e\\u2066]");
        assertThat(escaped(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'})).isEqualTo("a\\#377\\#303b");
        assertThat(escaped(new byte[] {(byte) 0xc0, (byte) 0xaf})).isEqualTo("\\#300\\#257");
        assertThat(escaped(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})).isEqualTo("\\#355\\#240\\#200");
        assertThat(escaped(new byte[] {(byte) 0xe2, (byte) 0x82})).isEqualTo("\\#342\\#202");
    }

    @Test
    void anyBytesBecomeValidUtf8AndPrintableTextStaysAsItIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            byte[] clean = LogLine.escape(bytes);
            String text = new String(clean, StandardCharsets.UTF_8);
            assertThat(text.getBytes(StandardCharsets.UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(clean);
            assertThat(text).as("seed %d", seed).doesNotContain("\ufffd", "\n", "\r", "\u001b");
            String printable = random.ints(20, 0xa0, 0xd7ff)
                    .filter(code -> code < 0x2028 || code > 0x2069)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(escaped(printable)).as("seed %d", seed).isEqualTo(printable);
        }
    }

    @Test
    void aSecretIsHiddenInTextAndInBytesOfAnyEncoding() throws Exception {
        secrets.add("pässword");
        secrets.add("");
        try (RunLog log = log(1000)) {
            log.line("backup", "--password=pässword!");
            byte[] line = "pässword \u00e9".getBytes(StandardCharsets.UTF_8);
            line[line.length - 1] = (byte) 0xff;
            log.line("backup", line);
        }
        assertThat(Files.readString(file())).contains("--password=***!\n").contains("  *** \\#303\\#377\n");
    }

    @Test
    void aLongLogKeepsHeadAndTailAndSaysWhatIsMissing() throws Exception {
        byte[] before;
        try (RunLog log = log(10_000)) {
            for (int i = 0; i < 5_000; i++) {
                log.line("backup", "line " + i);
            }
            log.flush();
            before = Files.readAllBytes(file());
            log.line("run", "the end");
        }
        assertThat(before).hasSizeLessThan(10_000);
        assertThat(Files.readAllBytes(file())).startsWith(before);
        List<String> lines = Files.readAllLines(file());
        assertThat(Files.size(file())).isLessThan(10_500);
        assertThat(lines.getFirst()).endsWith("  line 0");
        assertThat(lines.getLast()).endsWith("  the end");
        assertThat(lines.get(lines.size() - 2)).endsWith("  line 4999");
        String marker = lines.stream()
                .filter(line -> line.contains("left out"))
                .findFirst()
                .orElseThrow();
        int missing = Integer.parseInt(marker.replaceAll(".*… (\\d+) lines.*", "$1"));
        long present = lines.stream().filter(line -> line.contains("  line ")).count();
        assertThat(missing + present).isEqualTo(5_000);
    }

    @Test
    void aHundredThousandLinesAreCheap() throws Exception {
        long began = System.nanoTime();
        try (RunLog log = log(50_000_000)) {
            for (int i = 0; i < 100_000; i++) {
                log.line("backup", "<f+++++++++ some/directory/of/a/usual/length/file-" + i);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(Files.lines(file()).count()).isEqualTo(100_000);
    }

    @Test
    void aLogThatCannotBeWrittenHarmsNothing() throws Exception {
        Files.createFile(directory.resolve("runs")); // where its directory should be
        try (RunLog log = log(1000)) {
            log.line("backup", "lost");
            assertThat(log.flush()).isZero();
        }
        assertThat(file()).doesNotExist();
    }

    private static String escaped(String text) {
        return escaped(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(byte[] bytes) {
        return new String(LogLine.escape(bytes), StandardCharsets.UTF_8);
    }
}

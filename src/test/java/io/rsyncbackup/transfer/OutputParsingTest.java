package io.rsyncbackup.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as rsync 3.5.0, coreutils' stat and findutils' find print them. */
class OutputParsingTest {
    @Test
    void readsANewFileWhoseNameHasOddBytes() {
        Item item = item(">f+++++++++ 12345 d\\#377/new\\#012line \\#134#123 => x//");

        assertThat(item.name()).isEqualTo("d\u00ff/new\nline \\#123 => x".getBytes(ISO_8859_1));
        assertThat(item.size()).isEqualTo(12345);
        assertThat(item.created()).isTrue();
        assertThat(item.content()).isTrue();
        assertThat(item.leader()).isNull();
    }

    @Test
    void readsDirectoriesWithoutTheirSlash() {
        assertThat(item("cd+++++++++ 4096 a/b///").name()).isEqualTo("a/b".getBytes(UTF_8));
        assertThat(item(".d..t...... 4096 a/b///").directory()).isTrue();
        assertThat(item(".d..t...... 4096 .///").root()).isTrue();
    }

    @Test
    void readsWhatANameIsLinkedTo() {
        Item item = item("hf+++++++++ 2 ar/x => y// => ar/z");

        assertThat(item.name()).isEqualTo("ar/x => y".getBytes(UTF_8));
        assertThat(item.leader()).isEqualTo("ar/z".getBytes(UTF_8));
        assertThat(item.content()).isFalse();
    }

    @Test
    void takesNoTargetOfASymlinkForALink() {
        Item item = item("cLc........ 11 sl// -> q//r => s//");

        assertThat(item.name()).isEqualTo("sl".getBytes(UTF_8));
        assertThat(item.leader()).isNull();
        assertThat(item.attributesInPlace()).isTrue();
    }

    @Test
    void readsDeletions() {
        assertThat(item("*deleting   0 dir/f//").name()).isEqualTo("dir/f".getBytes(UTF_8));
        assertThat(item("*deleting   0 dir/f//").directory()).isFalse();
        assertThat(item("*deleting   0 dir///").directory()).isTrue();
        assertThat(item("*deleting   0 dir///").name()).isEqualTo("dir".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Number of files: 12 (reg: 9, dir: 1, link: 1, special: 1)",
                "created directory /mnt/x",
                "cannot delete non-empty directory: fdx",
                "skipping non-regular file \"dev\"",
                "IO error encountered -- skipping file deletion",
                ">f+++++++++ 12345 no separator",
            })
    void takesNothingElseForAnItem(String line) {
        assertThat(Item.parse(line.getBytes(UTF_8))).isNull();
    }

    @Test
    void readsStatistics() {
        StatisticsParser parser = new StatisticsParser();
        for (String line : """
                Number of files: 20,401 (reg: 20,000, dir: 401)
                Number of created files: 20,400 (reg: 20,000, dir: 400)
                Number of deleted files: 3 (reg: 2, dir: 1)
                Number of regular files transferred: 20,000
                Total file size: 59,800,000 bytes
                Total transferred file size: 59,800,001 bytes
                Literal data: 59,800,002 bytes
                Matched data: 4 bytes
                File list size: 262,142
                Total bytes sent: 60,985,737
                Total bytes received: 381,634
                """.split("\n")) {
            parser.accept(line.getBytes(UTF_8));
        }

        assertThat(parser.statistics())
                .isEqualTo(new Statistics(
                        20_401, 20_400, 3, 20_000, 59_800_000, 59_800_001, 59_800_002, 4, 60_985_737, 381_634));
    }

    @Test
    void hasNoStatisticsBeforeRsyncPrintedThem() {
        assertThat(new StatisticsParser().statistics()).isNull();
    }

    @Test
    void readsProgress() {
        assertThat(ProgressLine.parse(
                        "     59,800,000 100%    8.05MB/s    0:00:07 (xfr#20000, to-chk=3/20401)".getBytes(UTF_8)))
                .isEqualTo(new ProgressLine(59_800_000, 100, 3, 20_401));
        assertThat(ProgressLine.parse("          2,000   0%    0.00kB/s    0:00:00  ".getBytes(UTF_8)))
                .isEqualTo(new ProgressLine(2_000, 0, -1, -1));
        assertThat(ProgressLine.parse(" 12 monkeys".getBytes(UTF_8))).isNull();
    }

    @Test
    void learnsTheTotalFromRoundedPercentages() {
        List<TransferProgress> reports = new ArrayList<>();
        ProgressMeter meter = ProgressMeter.unknown(new SilentListener() {
            @Override
            public void progress(TransferProgress progress) {
                reports.add(progress);
            }
        });
        long total = 123_456_789;
        for (int part = 1; part <= 1000; part++) {
            long bytes = total * part / 1000;
            meter.progressLine("%,15d %3d%%  8.05MB/s    0:00:07 (xfr#%d, to-chk=%d/1000)"
                    .formatted(bytes, bytes * 100 / total, part, 1000 - part)
                    .getBytes(UTF_8));
            meter.end();
        }

        assertThat(reports.getFirst().bytesTotal()).as("unknown at first").isZero();
        assertThat((double) reports.get(500).bytesTotal()).isBetween(total * 0.98, total * 1.02);
        assertThat(reports.getLast().bytes()).isEqualTo(total);
        assertThat(reports.getLast().files()).isEqualTo(1000);
        assertThat(reports)
                .allSatisfy(report -> assertThat(report.bytesTotal() == 0 || report.bytesTotal() >= report.bytes())
                        .isTrue());
    }

    @Test
    void reportsProgressAFewTimesASecondHoweverMuchIsPrinted() {
        List<TransferProgress> reports = new ArrayList<>();
        ProgressMeter meter = ProgressMeter.of(
                new SilentListener() {
                    @Override
                    public void progress(TransferProgress progress) {
                        reports.add(progress);
                    }
                },
                10,
                1_000_000);
        Stream.generate(() -> meter).limit(1_000_000).forEach(ProgressMeter::item);

        assertThat(reports).hasSizeBetween(1, 50);
    }

    @Test
    void readsWhatStatSays() {
        SourceStat stat = requireNonNull(
                SourceStat.parse("2049 77 3145732 8 81a4 \"./d\\377/a \\\"b\\\"\\n\\\\c\" -> \"x\"".getBytes(UTF_8)));

        assertThat(stat.name()).isEqualTo("d\u00ff/a \"b\"\n\\c".getBytes(ISO_8859_1));
        assertThat(stat.device()).isEqualTo(2049);
        assertThat(stat.inode()).isEqualTo(77);
        assertThat(stat.regular()).isTrue();
        assertThat(stat.allocatedBytes()).isEqualTo(4096);
        assertThat(SourceStat.parse("stat: cannot statx './x'".getBytes(UTF_8))).isNull();
    }

    @Test
    void readsEntriesOfLatest() {
        LatestEntry entry = LatestEntry.parse("l 1234567 3 8 a b/c".getBytes(UTF_8));

        assertThat(entry.regular()).isFalse();
        assertThat(entry.inode()).isEqualTo(1_234_567);
        assertThat(entry.links()).isEqualTo(3);
        assertThat(entry.allocatedBytes()).isEqualTo(4096);
        assertThat(entry.name()).isEqualTo("a b/c".getBytes(UTF_8));
    }

    @Test
    void readsNamesBackAsTheyWereWritten(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("names");
        List<String> names = List.of("a", "b\nc", "", "x".repeat(200_000), "\u00ff");
        try (NameFile written = new NameFile(file, "./")) {
            names.forEach(name -> written.add(name.getBytes(ISO_8859_1)));
            assertThat(written.count()).isEqualTo(5);
        }
        List<String> read = new ArrayList<>();
        NameFile.read(file, entry -> read.add(new String(entry, ISO_8859_1)));

        assertThat(read).isEqualTo(names.stream().map(name -> "./" + name).toList());
        assertThat(Files.size(file)).isGreaterThan(200_000);
    }

    @Test
    void showsNamesOnOneLine() {
        assertThat(Names.readable("a\nb\u0007é".getBytes(UTF_8))).isEqualTo("a\\012b\\007é");
        assertThat(Names.readable(new byte[] {'a', (byte) 0xff})).isEqualTo("a\uFFFD");
    }

    private static Item item(String line) {
        return requireNonNull(Item.parse(line.getBytes(UTF_8)));
    }

    private abstract static class SilentListener implements TransferListener {
        @Override
        public void log(byte[] line) {}

        @Override
        public void beforeFirstWrite() {}
    }
}

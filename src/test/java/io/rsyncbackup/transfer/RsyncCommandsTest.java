package io.rsyncbackup.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RsyncCommandsTest {
    private static final List<String> FILTERS = List.of("--filter=-/ /mnt/", "--filter=- *.iso");

    @Test
    void makesOnePassWithTheOldProgramsOptions() {
        assertThat(commands(false, null, null).plain())
                .containsExactly(
                        "rsync",
                        "--delete",
                        "--delete-excluded",
                        "--acls",
                        "--archive",
                        "--hard-links",
                        "--numeric-ids",
                        "--xattrs",
                        "--sparse",
                        "--one-file-system",
                        "--filter=-/ /mnt/",
                        "--filter=- *.iso",
                        "--no-inc-recursive",
                        "--info=progress2,stats2",
                        "/data/",
                        "/mnt/backups/latest/");
    }

    @Test
    void decidesWithTheSameOptionsAndWithoutWriting() {
        assertThat(commands(true, 2_000_000L, 600L).decide())
                .containsExactly(
                        "rsync",
                        "--dry-run",
                        "--delete",
                        "--delete-excluded",
                        "--acls",
                        "--archive",
                        "--hard-links",
                        "--numeric-ids",
                        "--xattrs",
                        "--sparse",
                        "--filter=-/ /mnt/",
                        "--filter=- *.iso",
                        "--timeout=600",
                        "--out-format=%i %l %n//%L",
                        "--info=stats2",
                        "/data/",
                        "/mnt/backups/latest/");
    }

    @Test
    void appliesAListWithoutRecursionAndWithoutFilters() {
        assertThat(commands(false, 2_000_000L, 600L).apply(Path.of("/scratch/listed")))
                .containsExactly(
                        "rsync",
                        "--acls",
                        "--archive",
                        "--hard-links",
                        "--numeric-ids",
                        "--xattrs",
                        "--sparse",
                        "--no-recursive",
                        "--ignore-times",
                        "--delete-missing-args",
                        "--force",
                        "--from0",
                        "--files-from=/scratch/listed",
                        "--bwlimit=1954",
                        "--timeout=600",
                        "--out-format=%i %n%L",
                        "--info=progress2,stats2",
                        "/data/",
                        "/mnt/backups/latest/");
    }

    @Test
    void removesFromLatestByAnEmptySource() {
        assertThat(commands(false, null, null).remove(Path.of("/scratch/remove"), Path.of("/scratch/empty")))
                .containsExactly(
                        "rsync",
                        "--links",
                        "--devices",
                        "--specials",
                        "--no-recursive",
                        "--no-implied-dirs",
                        "--delete-missing-args",
                        "--force",
                        "--from0",
                        "--files-from=/scratch/remove",
                        "--out-format=%i %n",
                        "/scratch/empty/",
                        "/mnt/backups/latest/");
    }

    @Test
    void neverUsesAnOptionThatWritesThroughASharedInode() {
        RsyncCommands commands = commands(false, 1L, 1L);
        Path list = Path.of("/l");
        assertThat(List.of(
                        commands.plain(),
                        commands.decide(),
                        commands.apply(list),
                        commands.applyRoot(),
                        commands.remove(list, list)))
                .allSatisfy(argv -> assertThat(argv)
                        .doesNotContain("--inplace", "--append", "--size-only", "--checksum", "--write-devices"));
    }

    @Test
    void limitsTheBandwidthEvenToLessThanAKibibyte() {
        assertThat(commands(false, 1L, null).plain()).contains("--bwlimit=1");
    }

    @Test
    void comparesNanosecondsWhereLatestKeepsThem() {
        RsyncCommands commands = new RsyncCommands(request(false, null, null), FILTERS, true);

        assertThat(commands.decide()).contains("--modify-window=-1");
        assertThat(commands.plain()).contains("--modify-window=-1");
        assertThat(commands.apply(Path.of("/l"))).contains("--modify-window=-1");
        assertThat(commands.applyRoot()).contains("--modify-window=-1");
    }

    @Test
    void keepsDirectoriesOpenToTheirOwnerForAnOrdinaryUser() {
        var commands = new RsyncCommands(request(false, null, null, true), FILTERS, false);
        assertThat(commands.decide()).contains("--chmod=Du+rwx");
        assertThat(commands.plain()).contains("--chmod=Du+rwx");
        assertThat(commands.apply(Path.of("/l"))).contains("--chmod=Du+rwx");
        assertThat(commands.applyRoot()).contains("--chmod=Du+rwx");
        assertThat(commands(false, null, null).decide()).doesNotContain("--chmod=Du+rwx");
    }

    private static RsyncCommands commands(boolean multiFs, @Nullable Long bandwidth, @Nullable Long timeout) {
        return new RsyncCommands(request(multiFs, bandwidth, timeout), FILTERS, false);
    }

    private static TransferRequest request(boolean multiFs, @Nullable Long bandwidth, @Nullable Long timeout) {
        return request(multiFs, bandwidth, timeout, false);
    }

    private static TransferRequest request(
            boolean multiFs, @Nullable Long bandwidth, @Nullable Long timeout, boolean ordinaryUser) {
        return new TransferRequest(
                Endpoint.of(Path.of("/data")),
                Endpoint.of(Path.of("/mnt/backups/latest")),
                true,
                false,
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                multiFs,
                bandwidth,
                timeout,
                null,
                ordinaryUser,
                List.of("sudo", "-n"),
                Path.of("/scratch"));
    }
}

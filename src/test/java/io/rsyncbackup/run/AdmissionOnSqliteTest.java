package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionOnSqliteTest extends AdmissionContract {
    @Override
    String url() {
        return null;
    }

    @Test
    void beginsNothingWhereTheDataDirectoryHasTooLittleRoom(@TempDir Path disk) {
        RunningRuns running = new RunningRuns();
        LocalAdmission small = new LocalAdmission(new AdmissionSettings(disk, Long.MAX_VALUE), running, clock);
        assertThat(small.open()).isFalse();
        assertThat(small.closures())
                .singleElement()
                .satisfies(closure -> assertThat(closure.detail())
                        .contains(disk.toString())
                        .contains(" MB left")
                        .contains("backup.min-free-space"));
        LocalAdmission off = new LocalAdmission(new AdmissionSettings(disk, 0), running, clock);
        assertThat(off.open()).isTrue();
        TestServer server = prepared("data", 1, Duration.ofSeconds(5));
        server.minFreeBytes = Long.MAX_VALUE;
        server.start();
        assertThatThrownBy(() -> server.runs().enqueue(TestServer.request("laptop"), null))
                .isInstanceOfSatisfying(
                        NotAdmittedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Closure.Reason.DATA_DISK_FULL));
    }
}

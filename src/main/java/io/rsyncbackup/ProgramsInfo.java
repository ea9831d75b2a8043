package io.rsyncbackup;

import io.rsyncbackup.backup.BackupService;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** Which programs the server found, in {@code /actuator/info}. */
@Component
class ProgramsInfo implements InfoContributor {
    private final BackupService backups;

    ProgramsInfo(BackupService backups) {
        this.backups = backups;
    }

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("programs", backups.programs());
    }
}

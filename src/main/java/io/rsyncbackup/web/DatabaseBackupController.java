package io.rsyncbackup.web;

import io.rsyncbackup.access.Permission;
import io.rsyncbackup.cluster.DatabaseBackups;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Backs up what the server itself remembers. */
@Tag(name = OpenApiConfiguration.SERVER)
@RestController
class DatabaseBackupController {
    private final DatabaseBackups backups;

    DatabaseBackupController(DatabaseBackups backups) {
        this.backups = backups;
    }

    @PostMapping(path = "/api/v1/admin/backup", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Back up the server's own database",
            description =
                    "The history of runs, plans made over the API, tokens, audit log: as they are at one moment, in a"
                            + " file on the server. What is known of snapshots lies beside them too. With PostgreSQL use pg_dump.")
    @Fails({Problem.DATABASE_ELSEWHERE, Problem.DATA_DISK_FULL})
    @ApiResponse(responseCode = "201", description = "The copy, whole and on the disk")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.PLAN)
    DatabaseBackupResource backUpDatabase() {
        DatabaseBackups.Copy copy = backups.make();
        return new DatabaseBackupResource(
                copy.file().toString(),
                copy.bytes(),
                copy.sha256(),
                copy.at(),
                "stop the server; cp '" + copy.file() + "' '" + copy.original() + "'; rm -f '" + copy.original()
                        + "-wal' '" + copy.original() + "-shm'; start it");
    }

    /** A copy of the database. */
    @Schema(name = "DatabaseBackup", description = "A copy of the server's own database")
    record DatabaseBackupResource(
            @Schema(description = "Where it lies on the server, readable for its owner only")
            String file,

            long bytes,
            @Schema(description = "Of the file") String sha256,

            @Schema(description = "The moment that it shows")
            Instant takenAt,

            @Schema(description = "How to make it the database again")
            String restore) {}
}

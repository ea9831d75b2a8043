package io.rsyncbackup.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.system.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service starts, which root runs first whoever the service's user is. */
class InstalledStartTest {
    @TempDir
    Path directory;

    @Test
    void runsNoJavaOutOfTheHomeOfTheServicesUser() {
        var said = Shell.run("""
                cp -r src/main/dist "$1/share"
                sed -i "s#/usr/share/rsync-backup-server#$1/share#; s#/etc/default/#$1/#" "$1/share/bin/rsync-backup-server"
                java="$1/home/.sdkman/candidates/java/evil/bin/java"
                mkdir -p "${java%/*}" "$1/programs"
                printf '#!/bin/sh\\ntouch "%s/executed"\\n' "$1" | tee "$java" >"$1/programs/java"
                # an older one, which says so without being run
                mkdir "$1/older"
                mv "$1/programs" "$1/older/bin"
                echo 'JAVA_VERSION="17.0.1"' >"$1/older/release"
                chmod 755 "$java" "$1/older/bin/java"
                env -i HOME="$1/home" PATH="$1/older/bin:/usr/bin:/bin" \\
                    "$1/share/bin/rsync-backup-server" --check-config 2>&1 || true
                """, directory);
        // none, or one of this machine, which has no jar there
        assertThat(said).containsAnyOf("no Java 21 or newer was found", directory + "/share/server.jar");
        assertThat(directory.resolve("executed")).doesNotExist();
    }
}

package io.rsyncbackup.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rsyncbackup.system.BackupServerProcess;
import io.rsyncbackup.system.Needs;
import io.rsyncbackup.system.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is handed out to others: the jar, and how it came to be. */
class ReleaseIT {
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final Pattern COORDINATES = Pattern.compile("\\([^:() ]+:([^:() ]+):([^:() ]+) - [^)]*\\)");

    @Test
    void listsTheLicenseOfEachOfItsLibraries() throws IOException {
        try (var jar = jar()) {
            assertThat(COORDINATES
                            .matcher(text(jar, "META-INF/licenses/THIRD-PARTY.txt"))
                            .results()
                            .map(found -> found.group(1) + "-" + found.group(2) + ".jar"))
                    .containsAll(libraries(jar));
            // Maven leaves it out when it works offline
            assertThat(text(jar, "META-INF/sbom/application.cdx.json"))
                    .contains("\"CycloneDX\"", "pkg:maven/org.xerial/sqlite-jdbc");
        }
    }

    /** Cheap, and finds most of what would make two builds differ. */
    @Test
    void saysNothingOfWhoBuiltItWhereAndWhen() throws IOException {
        var timestamp = Pattern.compile("outputTimestamp>([^<]+)<").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(timestamp.find()).isTrue();
        var built = Instant.parse(timestamp.group(1));
        var here = Path.of("").toAbsolutePath().toString();
        try (var jar = jar()) {
            for (var entry : own(jar)) {
                assertThat(entry.getLastModifiedTime().toInstant())
                        .as(entry.getName())
                        .isCloseTo(built, within(0, ChronoUnit.SECONDS));
                assertThat(text(jar, entry.getName())).as(entry.getName()).doesNotContain(here);
            }
        }
    }

    @Test
    void isTheSameWhenItIsBuiltAgainElsewhere() {
        Needs.longForm();
        assertThat(Shell.run(".ci/reproducible").lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).endsWith(".jar"))
                .anySatisfy(line -> assertThat(line).endsWith(".deb"));
    }

    private static ZipFile jar() throws IOException {
        return new ZipFile(BackupServerProcess.jar());
    }

    private static List<String> libraries(ZipFile jar) {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                // Spring Boot's, put there by its plugin
                .filter(name -> !name.contains("jarmode"))
                .map(name -> name.substring(LIBRARIES.length()))
                .toList();
    }

    private static List<? extends ZipEntry> own(ZipFile jar) {
        return jar.stream()
                .filter(entry -> !entry.getName().startsWith(LIBRARIES))
                .toList();
    }

    private static String text(ZipFile jar, String name) throws IOException {
        var entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (var content = jar.getInputStream(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

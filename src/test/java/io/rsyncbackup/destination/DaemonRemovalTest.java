package io.rsyncbackup.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.command.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module's daemon is told to remove. */
class DaemonRemovalTest extends OnARealModule {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim",
                "vic*tim",
                "[victim]",
                "vic?im",
                "-victim",
                "--delete",
                "#victim",
                ";victim",
                " victim ",
                "vic'tim\"s",
                "2026-11-21 18:05:09",
                "vic\\tim",
                "+ victim",
                "- victim",
                "$HOME",
                "victïm"
            })
    void removesAWholeTreeOfAnyNameAndNothingBesideIt(String name) throws Exception {
        Path parent = Files.createDirectories(disk.resolve("x"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "1");
        Path inside = Files.createDirectory(disk.resolve("inside"));
        Files.writeString(inside.resolve("precious"), "1");
        for (String neighbour : List.of("victims", "avictim", "vicXtim", "v", "vic", "tim", "latest")) {
            Files.createDirectory(parent.resolve(neighbour));
            Files.writeString(parent.resolve(neighbour).resolve("kept"), "1");
        }
        Path victim = parent.resolve(name);
        for (String module : List.of("disk/x/latest", "plain/x/latest")) {
            Files.createDirectories(victim.resolve("sub/[a]*/ b"));
            Files.writeString(victim.resolve("sub/[a]*/ b/-f"), "1");
            Files.createSymbolicLink(victim.resolve("sub/absolute"), outside);
            Files.createSymbolicLink(victim.resolve("sub/relative"), Path.of("../../../inside"));
            Shell.run("cd \"$1\" && touch $'a\\nb\\377' && mkfifo pipe && chmod 555 sub", victim);

            module(module).remove(List.of(name, "not-there"), StopSignal.NEVER);
            assertThat(Shell.exists(victim)).isFalse();
        }

        assertThat(outside.resolve("precious")).exists();
        assertThat(inside.resolve("precious")).exists();
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("victims", "avictim", "vicXtim", "v", "vic", "tim", "latest");
        }
    }

    @Test
    void removesWhatLiesDeeperDown() {
        DaemonModule module = initialised("disk/x/latest");
        module.write(Map.of("snapshots/a.json", IDENTITY, "snapshots/b.json", IDENTITY), StopSignal.NEVER);
        module.claim("a", StopSignal.NEVER);
        module.remove(
                List.of(".rsync-backup/snapshots/a.json", ".rsync-backup/incomplete/a", ".rsync-backup/incomplete/no"),
                StopSignal.NEVER);
        assertThat(own(module).files()).containsOnlyKeys("destination.json", "snapshots/b.json");
        assertThat(own(module).claims()).isEmpty();
    }

    @Test
    void removesALinkAndNotWhatItLeadsTo() throws Exception {
        Path target = Files.createDirectories(disk.resolve("x/target"));
        Files.writeString(target.resolve("precious"), "1");
        Files.createSymbolicLink(disk.resolve("x/link"), target);
        module("plain/x/latest").remove(List.of("link"), StopSignal.NEVER);
        assertThat(Shell.exists(disk.resolve("x/link"))).isFalse();
        assertThat(target.resolve("precious")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/..", "/", "a//b", "a/", "/a"})
    void neverRemovesTheParentOrWhatIsAboveIt(String path) {
        assertThatThrownBy(() -> module("disk/x/latest").remove(List.of(path), StopSignal.NEVER))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

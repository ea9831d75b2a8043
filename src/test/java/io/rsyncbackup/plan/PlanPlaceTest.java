package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs to one place exclude each other: it must have one text, and no other place the same. */
class PlanPlaceTest {
    @Test
    void aHostHasOneTextHoweverItIsWritten() {
        same(
                place("backup.example.org:/disk/a/latest"),
                List.of(
                        place("root@backup.example.org:/disk/a/latest"),
                        place("Backup.Example.ORG:/disk/a/latest"),
                        place("backup.example.org.:/disk/a/latest"),
                        place("backup.example.org:/disk/a/latest", 22, null)));
        same(place("[fe80::1]:/disk/a/latest"), List.of(place("[FE80:0:0:0:0:0:0:1]:/disk/a/latest")));
    }

    @Test
    void aModuleHasOneTextHoweverItIsWritten() {
        same(
                place("rsync://nas/disk/a/latest"),
                List.of(
                        place("rsync://me@NAS:873/disk/a/latest"),
                        place("nas::disk/a/latest"),
                        place("you@nas::disk/a/latest")));
        same(
                place("nas::disk/a/latest", null, "gateway"),
                List.of(
                        place("nas::disk/a/latest", null, "me@Gateway:22"),
                        place("rsync://nas:873/disk/a/latest", null, "gateway")));
    }

    @Test
    void noTwoPlacesShareAText() {
        List<String> all = List.of(
                place("/disk/a/latest"),
                place("/disk/b/latest"),
                place("nas:/disk/a/latest"),
                place("nas:/disk/a/latest", 2222, null),
                place("nas2:/disk/a/latest"),
                place("nas:/disk/b/latest"),
                place("nas::disk/a/latest"),
                place("rsync://nas:8730/disk/a/latest"),
                place("nas::disk2/a/latest"),
                place("nas::disk/a/b/latest"),
                place("nas::disk/a/latest", null, "gateway"),
                place("nas::disk/a/latest", null, "gateway:2222"),
                place("nas::disk/a/latest", null, "gateway2"),
                place("[fe80::1]:/disk/a/latest"),
                place("[fe80::2]:/disk/a/latest"));
        Set<String> different = new HashSet<>(all);
        assertThat(different).hasSameSizeAs(all);
    }

    private static void same(String one, List<String> others) {
        assertThat(others).allSatisfy(other -> assertThat(other).isEqualTo(one));
    }

    private static String place(String destination) {
        return place(destination, null, null);
    }

    private static String place(String destination, Integer port, String tunnel) {
        return PlanPlace.of(PlanSpecs.thaw("{\"source\": \"/home\", \"destination\": \"" + destination + "\""
                        + (port == null ? "" : ", \"ssh\": {\"port\": " + port + "}")
                        + (tunnel == null ? "" : ", \"tunnel\": \"" + tunnel + "\"")
                        + "}"))
                .text();
    }
}

package io.rsyncbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PlanSpecsTest {
    private static final PlanProperties NOTHING_BUT_PLACES = properties("/home", null, null);

    @Test
    void whatIsFrozenThawsToTheSame() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        RandomSpecs specs = new RandomSpecs(random);
        for (int i = 0; i < 2_000; i++) {
            PlanSpec spec = specs.next();
            String frozen = PlanSpecs.freeze(spec);
            assertThat(PlanSpecs.thaw(frozen)).as("seed %s: %s", seed, frozen).isEqualTo(spec);
            assertThat(PlanSpecs.freeze(PlanSpecs.thaw(frozen))).isEqualTo(frozen);
        }
    }

    @Test
    void jsonHasTheGrammarOfTheConfiguration() {
        PlanSpec spec = PlanReader.read("", properties("/home", "20MB", "2h"), ZoneId.of("Europe/Amsterdam"));
        assertThat(PlanSpecs.toJson(spec))
                .containsEntry("source", "/home")
                .containsEntry("destination", "/mnt/b/latest")
                .containsEntry("bandwidthLimit", "20MB")
                .containsEntry("expectedInterval", "2h")
                .containsEntry("multiFs", false)
                .containsEntry("snapshotMethod", "auto")
                .containsEntry("keep", "oldest")
                .containsEntry("zone", "Europe/Amsterdam")
                .containsEntry("rotation", Map.of("hourly", "24", "daily", "7", "weekly", "4", "monthly", "always"))
                .doesNotContainKeys("maxDelete", "ionice", "destinationId");
    }

    @Test
    void jsonOfAPlanThatOthersFillSaysNothingOfTransfers() {
        PlanSpec spec = PlanReader.read("", properties("none", null, null), ZoneId.of("UTC"));
        assertThat(PlanSpecs.toJson(spec))
                .containsEntry("source", "none")
                .doesNotContainKeys("exclude", "excludedRoots", "multiFs", "bandwidthLimit", "retry");
    }

    @Test
    void whatALaterVersionWroteIsReadWithoutWhatIsUnknown() {
        Map<String, Object> json = PlanSpecs.toJson(PlanReader.read("", NOTHING_BUT_PLACES, ZoneId.of("UTC")));
        json.put("unheardOf", "@hourly");
        assertThat(PlanSpecs.thaw(JsonMapper.builder().build().writeValueAsString(json))
                        .source())
                .isNotNull();
    }

    @Test
    void whatWasFrozenBeforeThereWereDisksAndOtherHostsIsReadWithoutThem() {
        PlanSpec spec = PlanSpecs.thaw("""
                {"source": "/home", "destination": "/mnt/b/x/latest", "exclude": ["*.iso"], "excludedRoots": [],
                 "multiFs": true, "retry": {"attempts": 2, "pause": "10s"}, "sudo": false, "snapshotMethod": "auto",
                 "rotation": {"daily": "7"}, "keep": "oldest", "window": "count", "zone": "UTC",
                 "rerunInterrupted": true}""");
        assertThat(spec.connection()).isEqualTo(PlanConnection.NONE);
        assertThat(spec.device()).isEqualTo(PlanDevice.NONE);
        assertThat(spec.retryAttempts()).isEqualTo(2);
    }

    @Test
    void jsonNamesTheKeysOfTheConfiguration() {
        PlanSpec spec = PlanSpecs.thaw("""
                {"source": "rsync://me@host/module/dir", "destination": "/mnt/b/x/latest", "crypto": "backups",
                 "mount": "/mnt/b", "tunnel": "backup@[::1]:2222", "passwordFile": "/etc/secret",
                 "ssh": {"identityFile": "/etc/id", "knownHostsFile": "/etc/hosts"}}""");
        assertThat(PlanSpecs.toJson(spec))
                .containsEntry("crypto", "backups")
                .containsEntry("mount", "/mnt/b")
                .containsEntry("trashTime", "1m")
                .containsEntry("tunnel", "backup@[::1]:2222")
                .containsEntry("passwordFile", "/etc/secret")
                .containsEntry("ssh", Map.of("identityFile", "/etc/id", "knownHostsFile", "/etc/hosts"));
    }

    @Test
    void numbersAndFlagsOfJsonAreRead() {
        PlanSpec spec = PlanSpecs.thaw(
                "{\"source\": \"/home\", \"destination\": \"/b/x/latest\", \"multiFs\": true, \"rotation\": {\"daily\": 7}, \"retry\": {\"attempts\": 2}}");
        assertThat(spec.multiFs()).isTrue();
        assertThat(spec.retryAttempts()).isEqualTo(2);
        assertThat(spec.rotation().scheme().retentions()).hasSize(1);
    }

    @Test
    void aFrozenSpecificationThatIsNoneIsRefusedWithEveryProblem() {
        assertThatThrownBy(() -> PlanSpecs.thaw("{\"source\": \"x\", \"exclude\": [null]}"))
                .isInstanceOfSatisfying(
                        PlanRejectedException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::key)
                                .containsExactlyInAnyOrder("source", "destination", "exclude[0]"));
    }

    static PlanProperties properties(String source, String bandwidthLimit, String expectedInterval) {
        return new PlanProperties(
                source,
                "/mnt/b/latest",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                bandwidthLimit,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                expectedInterval,
                null,
                null,
                null,
                null,
                null);
    }
}

package io.rsyncbackup.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule fails on a house that breaks it, and on none that keeps it. */
class ArchitectureRulesTest {
    private static final String FIXTURES = "io.rsyncbackup.architecture.fixture.";

    @Test
    void aRoomMayNotImportOneAboveIt() {
        assertThat(violationsOfRoom("snapshot", "uphill"))
                .isNotEmpty()
                .allMatch(text -> text.contains("snapshot imports rotation"));
        assertThat(violationsOfRoom("rotation", "uphill")).isEmpty();
    }

    @Test
    void aRoomMayNotImportTheRoot() {
        assertThat(violationsOfRoom("run", "rootimport")).isNotEmpty().allMatch(text -> text.contains("the root"));
    }

    @Test
    void aRoomThatTheTableDoesNotKnowIsReported() {
        assertThat(violations("every room is in the table", "unknown")).anyMatch(text -> text.contains("util.Strings"));
    }

    @Test
    void twoRoomsThatKnowEachOtherAreReported() {
        assertThat(violations("rooms form no circle", "circle")).isNotEmpty();
    }

    @Test
    void everyWayToStartAProcessIsReported() {
        assertThat(violations("only command starts processes", "process"))
                .anyMatch(text -> text.contains("ProcessBuilder.<init>"))
                .anyMatch(text -> text.contains("Runtime.exec"))
                .anyMatch(text -> text.contains("ProcessExecutor.<init>"));
    }

    @Test
    void everyWayToReadTheClockIsReported() {
        List<String> violations = violations("only the root reads clock and zone of the system", "clock");

        for (String way : List.of(
                "Instant.now",
                "LocalDateTime.now",
                "LocalDate.now(java.time.ZoneId)",
                "ZonedDateTime.now",
                "System.currentTimeMillis",
                "Clock.systemUTC",
                "Clock.tickMillis",
                "InstantSource.system",
                "ZoneId.systemDefault",
                "TimeZone.getDefault",
                "Date.<init>",
                "Calendar.getInstance")) {
            assertThat(violations).as(way).anyMatch(text -> text.contains(way));
        }
        assertThat(violations)
                .as("as a reference, too")
                .filteredOn(text -> text.contains("Instant.now()"))
                .hasSize(2);
        assertThat(violations)
                .as("in a lambda, too")
                .filteredOn(text -> text.contains("currentTimeMillis"))
                .hasSize(2);
    }

    @Test
    void springMvcOutsideWebIsReported() {
        assertThat(violations("only web knows Spring MVC", "mvc")).isNotEmpty();
    }

    @Test
    void micrometerOutsideMonitorIsReported() {
        assertThat(violations("only monitor knows Micrometer", "micrometer")).isNotEmpty();
    }

    @Test
    void jdbcInARoomThatRemembersNothingIsReported() {
        assertThat(violations("only rooms that remember know JDBC", "jdbc"))
                .anyMatch(text -> text.contains("java.sql.Connection"))
                .anyMatch(text -> text.contains("javax.sql.DataSource"))
                .anyMatch(text -> text.contains("JdbcClient"));
    }

    @Test
    void readingSerializedObjectsIsReported() {
        assertThat(violations("nothing reads serialized objects", "serialized")).isNotEmpty();
    }

    @Test
    void aPackageThatIsNotNullMarkedIsReported() {
        assertThat(violations("every package is null-marked", "unmarked")).isNotEmpty();
    }

    @TestFactory
    Stream<DynamicTest> aHouseThatKeepsTheRulesIsNotReported() {
        ArchitectureRules rules = rules("allowed");
        return Stream.of(rules.perRoom(), rules.ofTheHouse())
                .flatMap(some -> some.entrySet().stream())
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> assertThat(violations(entry.getValue(), "allowed"))
                                .isEmpty()));
    }

    @Test
    void theTableNamesOnlyRoomsOfItsOwn() {
        assertThat(Rooms.MAY_IMPORT.values().stream().flatMap(Set::stream)).allMatch(Rooms.MAY_IMPORT::containsKey);
    }

    private static List<String> violationsOfRoom(String room, String fixture) {
        return violations(rules(fixture).perRoom().get(room), fixture);
    }

    private static List<String> violations(String rule, String fixture) {
        return violations(rules(fixture).ofTheHouse().get(rule), fixture);
    }

    private static List<String> violations(ArchRule rule, String fixture) {
        JavaClasses classes = new ClassFileImporter().importPackages(FIXTURES + fixture);
        assertThat(classes).isNotEmpty();
        return rule.evaluate(classes).getFailureReport().getDetails();
    }

    private static ArchitectureRules rules(String fixture) {
        return new ArchitectureRules(FIXTURES + fixture);
    }
}

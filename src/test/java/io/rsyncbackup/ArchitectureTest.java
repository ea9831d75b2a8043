package io.rsyncbackup;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.rsyncbackup.architecture.ArchitectureRules;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the house to its plan. That each rule can fail is shown by {@code ArchitectureRulesTest}. */
class ArchitectureTest {
    private static final ArchitectureRules RULES = new ArchitectureRules("io.rsyncbackup");
    private static final JavaClasses HOUSE = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @TestFactory
    Stream<DynamicTest> eachRoomImportsOnlyWhatItMay() {
        return tests(RULES.perRoom());
    }

    @TestFactory
    Stream<DynamicTest> theHouseKeepsItsRules() {
        return tests(RULES.ofTheHouse());
    }

    private static Stream<DynamicTest> tests(Map<String, ArchRule> rules) {
        return rules.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> entry.getValue().check(HOUSE)));
    }
}

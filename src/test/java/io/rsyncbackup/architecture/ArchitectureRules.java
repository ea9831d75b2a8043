package io.rsyncbackup.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** Each rule of the house, for any base package, so that fixtures can break it. */
public record ArchitectureRules(Rooms rooms) {
    public ArchitectureRules(String base) {
        this(new Rooms(base));
    }

    /** One rule a room, by its name. */
    public Map<String, ArchRule> perRoom() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        Rooms.MAY_IMPORT.forEach((room, allowed) -> rules.put(room, imports(room, allowed)));
        return rules;
    }

    /** The rules that hold for the house as a whole, by what they say. */
    public Map<String, ArchRule> ofTheHouse() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("every room is in the table", everyRoomIsInTheTable());
        rules.put("rooms form no circle", roomsFormNoCircle());
        rules.put("only command starts processes", onlyCommandStartsProcesses());
        rules.put("only the root reads clock and zone of the system", onlyTheRootReadsTheClock());
        rules.put("only web knows Spring MVC", only(Set.of("web"), "org.springframework.web.."));
        rules.put("only monitor knows Micrometer", only(Set.of("monitor"), "io.micrometer.."));
        rules.put("only rooms that remember know JDBC", onlyRoomsThatRememberKnowJdbc());
        rules.put("nothing reads serialized objects", nothingReadsSerializedObjects());
        rules.put("every package is null-marked", everyPackageIsNullMarked());
        return rules;
    }

    private ArchRule imports(String room, Set<String> allowed) {
        return classes()
                .that(liveIn(Set.of(room)))
                .should(new ArchCondition<JavaClass>("import only " + allowed) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getDirectDependenciesFromSelf()
                                .forEach(dependency -> rooms.roomOf(dependency.getTargetClass())
                                        .filter(target -> !target.equals(room) && !allowed.contains(target))
                                        .ifPresent(target -> events.add(SimpleConditionEvent.violated(
                                                type,
                                                room + " imports " + target + ": " + dependency.getDescription()))));
                    }
                })
                .allowEmptyShould(true);
    }

    private ArchRule everyRoomIsInTheTable() {
        return noClasses()
                .should()
                .beAssignableTo(describe(
                        "live in a room that the table does not know",
                        type -> rooms.roomOf(type)
                                .filter(room -> !room.equals(Rooms.ROOT) && !Rooms.MAY_IMPORT.containsKey(room))
                                .isPresent()));
    }

    private ArchRule roomsFormNoCircle() {
        return slices().matching(rooms.base() + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    private ArchRule onlyCommandStartsProcesses() {
        return noClasses()
                .that(liveOutside(Set.of("command")))
                .should(access(
                        "start a process",
                        to -> to.getTargetOwner().isEquivalentTo(ProcessBuilder.class)
                                || (to.getTargetOwner().isEquivalentTo(Runtime.class)
                                        && to.getName().equals("exec"))))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.zeroturnaround..")
                .allowEmptyShould(true);
    }

    private ArchRule onlyTheRootReadsTheClock() {
        return noClasses()
                .that(liveOutside(Set.of(Rooms.ROOT)))
                .should(access("read clock or zone of the system", ArchitectureRules::readsTheClock))
                .allowEmptyShould(true);
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getFullName();
        String name = access.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.util.Date" -> name.equals("<init>") && parameters(access).isEmpty();
            case "java.util.Calendar", "java.util.GregorianCalendar" ->
                name.equals("getInstance") || name.equals("<init>");
            case "java.util.TimeZone" -> name.equals("getDefault");
            case "java.time.ZoneId" -> name.equals("systemDefault");
            case "java.time.InstantSource" -> name.equals("system");
            case "java.time.Clock" ->
                name.startsWith("system")
                        || (name.startsWith("tick") && !parameters(access).contains(Clock.class.getName()));
            default ->
                owner.startsWith("java.time.")
                        && name.equals("now")
                        && !parameters(access).contains(Clock.class.getName());
        };
    }

    private static List<String> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes().stream()
                        .map(JavaClass::getFullName)
                        .toList()
                : List.of();
    }

    private ArchRule onlyRoomsThatRememberKnowJdbc() {
        return only(
                Set.of("access", "cluster", "run", "plan", "schedule", "snapshot", "notify", Rooms.ROOT),
                "java.sql..",
                "javax.sql..",
                "org.springframework.jdbc..");
    }

    private ArchRule nothingReadsSerializedObjects() {
        return noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);
    }

    private ArchRule everyPackageIsNullMarked() {
        return classes().should(new ArchCondition<JavaClass>("live in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        });
    }

    private ArchRule only(Set<String> allowed, String... packages) {
        return noClasses()
                .that(liveOutside(allowed))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .as("only " + allowed + " may know " + Arrays.toString(packages))
                .allowEmptyShould(true);
    }

    private DescribedPredicate<JavaClass> liveIn(Set<String> some) {
        return describe(
                "live in " + some,
                type -> rooms.roomOf(type).filter(some::contains).isPresent());
    }

    private DescribedPredicate<JavaClass> liveOutside(Set<String> some) {
        return DescribedPredicate.not(liveIn(some));
    }

    private static ArchCondition<JavaClass> access(String what, Predicate<JavaAccess<?>> wanted) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(wanted)
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(type, access.getDescription())));
            }
        };
    }
}

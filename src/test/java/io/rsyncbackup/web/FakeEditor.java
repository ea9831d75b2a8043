package io.rsyncbackup.web;

import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.PlanEditor;
import io.rsyncbackup.plan.PlanRejectedException;
import io.rsyncbackup.plan.PlanSpecs;
import io.rsyncbackup.plan.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Remembers what was asked, and answers what a test wants; without an answer no document is a plan. */
final class FakeEditor implements PlanEditor {
    Map<String, Object> put = Map.of();
    String deleted;
    Condition condition;
    boolean inUse;
    RuntimeException failure;
    Edited answer;

    void reset() {
        put = Map.of();
        deleted = null;
        condition = null;
        failure = null;
        answer = null;
    }

    @Override
    public Edited put(String name, Map<String, Object> document, Condition given, String by) {
        put = new LinkedHashMap<>(document);
        condition = given;
        refuse();
        if (answer == null) {
            throw new PlanRejectedException(List.of(new Problem("source", null, "is not what the test wants")));
        }
        return answer;
    }

    @Override
    public void delete(String name, Condition given, BooleanSupplier used) {
        deleted = name;
        condition = given;
        inUse = used.getAsBoolean();
        refuse();
    }

    private void refuse() {
        if (failure != null) {
            throw failure;
        }
        if (condition != null && !condition.holds(Optional.of(3L))) {
            throw new IllegalStateException("the condition does not hold");
        }
    }

    @Override
    public Map<String, Object> document(Plan plan) {
        return PlanSpecs.toJson(plan.spec());
    }
}

package io.rsyncbackup.plan;

import java.nio.file.Path;

class PlanStatesOnSqliteTest extends PlanStatesContract {
    @Override
    PlanDatabase open(Path directory) {
        return new PlanDatabase(directory, null);
    }
}

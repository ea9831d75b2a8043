package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.transfer.Transfer;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the rooms together that need no Spring themselves. */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {
    @Bean
    BackupTools backupTools(CommandRunner runner, PlanStates states, BackupSettings settings, Clock clock) {
        return new BackupTools(
                new Places(runner, clock, settings.controlDirectory()),
                new Transfer(runner),
                states,
                new DestinationDoors(),
                new Pushes(clock),
                settings,
                clock);
    }
}

package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.device.DeviceSettings;
import io.rsyncbackup.device.Devices;
import io.rsyncbackup.plan.PlanBounds;
import io.rsyncbackup.plan.PlanStates;
import io.rsyncbackup.transfer.Transfer;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the rooms together that need no Spring themselves. */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {
    @Bean
    Devices devices(CommandRunner runner, BackupSettings settings, Environment environment) {
        String runtimeDirectory = environment.getProperty("XDG_RUNTIME_DIR", "");
        return new Devices(runner, DeviceSettings.of(Privileges.root(), runtimeDirectory, settings.dataDirectory()));
    }

    @Bean
    BackupTools backupTools(
            CommandRunner runner,
            PlanStates states,
            Devices devices,
            BackupSettings settings,
            PlanBounds bounds,
            Clock clock) {
        return new BackupTools(
                new Places(runner, clock, settings.controlDirectory(), settings.scratch("daemon")),
                new Transfer(runner),
                devices,
                states,
                new DestinationDoors(),
                new Pushes(clock),
                settings,
                bounds,
                clock);
    }
}

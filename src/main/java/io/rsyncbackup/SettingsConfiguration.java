package io.rsyncbackup;

import io.rsyncbackup.access.AccessSettings;
import io.rsyncbackup.backup.BackupSettings;
import io.rsyncbackup.backup.HookSettings;
import io.rsyncbackup.cluster.Node;
import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.command.Leftovers;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.notify.NotifySettings;
import io.rsyncbackup.plan.PlanSettings;
import io.rsyncbackup.run.AdmissionSettings;
import io.rsyncbackup.run.RunSettings;
import io.rsyncbackup.run.StallSettings;
import io.rsyncbackup.web.WebSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What each room is told by the configuration. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {
    @Bean
    CommandRunner commandRunner(Node node) {
        return new LocalCommandRunner(node.id());
    }

    @Bean
    Leftovers leftovers(Node node) {
        return new Leftovers(node.id());
    }

    @Bean
    BackupSettings backupSettings(DataDirectory directory) {
        return new BackupSettings(directory.path());
    }

    @Bean
    RunSettings runSettings(ServerConfiguration configuration, HookSettings hooks, DataDirectory directory) {
        return new RunSettings(
                configuration.maxConcurrentRuns(),
                configuration.shutdownWait(),
                hooks.endingWait(),
                directory.runLogs(),
                configuration.runLogMaxBytes(),
                configuration.historyKeep(),
                configuration.historyKeepRuns());
    }

    @Bean
    StallSettings stallSettings(ServerConfiguration configuration) {
        return new StallSettings(configuration.stallTimeout());
    }

    @Bean
    AdmissionSettings admissionSettings(ServerConfiguration configuration, DataDirectory directory) {
        return new AdmissionSettings(directory.path(), configuration.minFreeSpace());
    }

    @Bean
    AccessSettings accessSettings(ServerConfiguration configuration, DataDirectory directory) {
        return new AccessSettings(
                configuration.adminTokenFile(),
                directory.path(),
                configuration.tokens(),
                configuration.users(),
                configuration.openId());
    }

    @Bean
    WebSettings webSettings(ServerConfiguration configuration) {
        return new WebSettings(configuration.publicUrl(), configuration.trustedProxies());
    }

    @Bean
    HookSettings hookSettings(ServerConfiguration configuration) {
        return new HookSettings(configuration.hooks());
    }

    @Bean
    NotifySettings notifySettings(ServerConfiguration configuration) {
        return new NotifySettings(
                configuration.channels(),
                configuration.skippedTooOften(),
                configuration.zone(),
                configuration.publicUrl());
    }

    @Bean
    PlanSettings planSettings(ServerConfiguration configuration, DataDirectory directory) {
        return new PlanSettings(
                configuration.plans(),
                configuration.allowed(),
                configuration.connections(),
                configuration.channels().keySet(),
                configuration.zone(),
                directory.path());
    }
}

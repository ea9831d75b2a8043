package io.rsyncbackup;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class BackupServer {
    public static void main(String[] arguments) {
        SpringApplication.run(BackupServer.class, arguments);
    }
}

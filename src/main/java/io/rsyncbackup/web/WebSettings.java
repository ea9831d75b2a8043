package io.rsyncbackup.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What this room is told by the configuration.
 *
 * @param publicUrl under which callers reach this server, when a proxy stands before it
 */
public record WebSettings(@Nullable URI publicUrl) {}

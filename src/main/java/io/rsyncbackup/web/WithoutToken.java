package io.rsyncbackup.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This endpoint tells nothing about this server and is open to all. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface WithoutToken {}

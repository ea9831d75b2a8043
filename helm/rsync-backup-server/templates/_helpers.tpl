{{- define "backup.name" -}}
{{- default .Release.Name .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "backup.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "backup.labels" -}}
{{ include "backup.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "backup.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "backup.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "backup.isRoot" -}}
{{- if eq (toString .Values.podSecurityContext.runAsUser) "0" -}}yes{{- end -}}
{{- end -}}

{{/* ssh takes no key of its own user's that a group may read; another user needs the group. */}}
{{- define "backup.secretMode" -}}
{{- if include "backup.isRoot" . -}}0400{{- else -}}0440{{- end -}}
{{- end -}}

{{/* The image has no sudo, and the restricted profile would not let it work. */}}
{{- define "backup.configuration" -}}
{{- $plans := dict -}}
{{- range $name, $plan := .Values.plans -}}
{{- if include "backup.isRoot" $ -}}
{{- $_ := set $plans $name $plan -}}
{{- else -}}
{{- $_ := set $plans $name (merge (dict) $plan (dict "sudo" false)) -}}
{{- end -}}
{{- end -}}
{{- $backup := merge (dict "plans" $plans) .Values.backup -}}
{{- toYaml (merge (dict "backup" $backup) .Values.configuration) -}}
{{- end -}}

{{- define "backup.stateClaim" -}}
{{- default (printf "%s-state" (include "backup.name" .)) .Values.persistence.state.existingClaim -}}
{{- end -}}

{{- define "backup.check" -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.database.url) -}}
{{- fail "replicas: several servers need a PostgreSQL that they share; set database.url" -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) .Values.persistence.backups.enabled (not .Values.persistence.backups.existingClaim) (not (has "ReadWriteMany" .Values.persistence.backups.accessModes)) -}}
{{- fail "replicas: several servers need backups on a volume that all of them can write to; set persistence.backups.accessModes to [ReadWriteMany]" -}}
{{- end -}}
{{- if and .Values.database.url (not .Values.database.existingSecret) -}}
{{- fail "database.existingSecret: name the secret with the password for database.url" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not .Values.serviceMonitor.tokenSecret) -}}
{{- fail "serviceMonitor.tokenSecret: name the secret with a token that has the permission metrics" -}}
{{- end -}}
{{- end -}}

{{- define "backup.pod" -}}
metadata:
  labels:
    {{- include "backup.selector" . | nindent 4 }}
    {{- with .Values.podLabels }}{{ toYaml . | nindent 4 }}{{ end }}
  annotations:
    checksum/configuration: {{ include "backup.configuration" . | sha256sum }}
    {{- with .Values.podAnnotations }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  serviceAccountName: {{ include "backup.serviceAccount" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  {{- /* For a group the kubelet lets secrets be read by it, which neither ssh nor the server takes of a file of root's own. */}}
  {{- $context := .Values.podSecurityContext }}
  {{- if include "backup.isRoot" . }}{{ $context = omit $context "fsGroup" "fsGroupChangePolicy" }}{{ end }}
  securityContext: {{- toYaml $context | nindent 4 }}
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.topologySpreadConstraints }}
  topologySpreadConstraints: {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: server
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      securityContext: {{- toYaml .Values.securityContext | nindent 8 }}
      ports:
        - { name: http, containerPort: 8080, protocol: TCP }
      env:
        - { name: LC_ALL, value: C.UTF-8 }
        # not the volume itself, which belongs to root: the directory must be the server's own
        - { name: BACKUP_DATADIRECTORY, value: /var/lib/rsync-backup-server/data }
        {{- if .Values.adminToken.existingSecret }}
        - name: BACKUP_SECURITY_ADMINTOKENFILE
          value: /etc/rsync-backup-server/admin/token
        {{- end }}
        {{- if .Values.database.url }}
        - name: SPRING_DATASOURCE_URL
          value: {{ .Values.database.url | quote }}
        - name: SPRING_DATASOURCE_USERNAME
          value: {{ .Values.database.username | quote }}
        - name: SPRING_DATASOURCE_PASSWORD
          valueFrom:
            secretKeyRef:
              name: {{ .Values.database.existingSecret }}
              key: {{ .Values.database.passwordKey }}
        {{- end }}
        {{- with .Values.env }}{{ toYaml . | nindent 8 }}{{ end }}
      # None of them looks at a backup: a disk that is away must not end or hide the server that would say so.
      startupProbe:
        httpGet: { path: /actuator/health/liveness, port: http }
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet: { path: /actuator/health/liveness, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
      readinessProbe:
        httpGet: { path: /actuator/health/readiness, port: http }
        periodSeconds: 5
        timeoutSeconds: 5
      resources: {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - { name: configuration, mountPath: /etc/rsync-backup-server/application.yaml, subPath: application.yaml, readOnly: true }
        - { name: state, mountPath: /var/lib/rsync-backup-server }
        - { name: tmp, mountPath: /tmp }
        {{- if .Values.persistence.backups.enabled }}
        - { name: backups, mountPath: {{ .Values.persistence.backups.mountPath | quote }} }
        {{- end }}
        {{- if .Values.adminToken.existingSecret }}
        - { name: admin-token, mountPath: /etc/rsync-backup-server/admin, readOnly: true }
        {{- end }}
        {{- if .Values.ssh.existingSecret }}
        - { name: ssh, mountPath: /etc/rsync-backup-server/ssh, readOnly: true }
        {{- end }}
        {{- if .Values.rsyncPasswords.existingSecret }}
        - { name: rsync-passwords, mountPath: /etc/rsync-backup-server/rsync, readOnly: true }
        {{- end }}
        {{- with .Values.extraVolumeMounts }}{{ toYaml . | nindent 8 }}{{ end }}
  volumes:
    - name: configuration
      configMap: { name: {{ include "backup.name" . }} }
    - name: tmp
      emptyDir: {}
    {{- if not .Values.persistence.state.enabled }}
    - name: state
      emptyDir: {}
    {{- else if eq .Values.kind "Deployment" }}
    - name: state
      {{- if .Values.persistence.state.existingClaim }}
      persistentVolumeClaim: { claimName: {{ include "backup.stateClaim" . }} }
      {{- else }}
      emptyDir: {}
      {{- end }}
    {{- end }}
    {{- if .Values.persistence.backups.enabled }}
    - name: backups
      persistentVolumeClaim:
        claimName: {{ default (printf "%s-backups" (include "backup.name" .)) .Values.persistence.backups.existingClaim }}
    {{- end }}
    {{- if .Values.adminToken.existingSecret }}
    - name: admin-token
      secret:
        secretName: {{ .Values.adminToken.existingSecret }}
        defaultMode: {{ include "backup.secretMode" . }}
        items: [{ key: {{ .Values.adminToken.key | quote }}, path: token }]
    {{- end }}
    {{- if .Values.ssh.existingSecret }}
    - name: ssh
      secret: { secretName: {{ .Values.ssh.existingSecret }}, defaultMode: {{ include "backup.secretMode" . }} }
    {{- end }}
    {{- if .Values.rsyncPasswords.existingSecret }}
    - name: rsync-passwords
      secret: { secretName: {{ .Values.rsyncPasswords.existingSecret }}, defaultMode: {{ include "backup.secretMode" . }} }
    {{- end }}
    {{- with .Values.extraVolumes }}{{ toYaml . | nindent 4 }}{{ end }}
{{- end -}}

// What other people's rules mean in ours: by which of our rules an event that fires theirs must be found.

/** Falco's rules for Kubernetes audit. */
export const falcoRules: Readonly<Record<string, readonly string[]>> = {
  "Create Privileged Pod": ["kubernetes/privileged-pod"], "Create HostNetwork Pod": ["kubernetes/host-namespace-pod"], "Create Sensitive Mount Pod": ["kubernetes/sensitive-host-path"],
  "Create NodePort Service": ["kubernetes/service-on-every-node"], "Create/Modify Configmap With Private Credentials": ["kubernetes/credentials-in-configmap"], "Anonymous Request Allowed": ["kubernetes/anonymous-access"],
  "Attach/Exec Pod": ["kubernetes/exec-into-pod"], "Pod Created in Kube Namespace": ["kubernetes/pod-started-in-system-namespace"], "Service Account Created in Kube Namespace": ["kubernetes/created-in-system-namespace"],
  "System ClusterRole Modified/Deleted": ["kubernetes/system-role-changed"], "ClusterRole With Wildcard Created": ["kubernetes/wildcard-role"], "ClusterRole With Write Privileges Created": ["kubernetes/role-with-write"],
  "ClusterRole With Pod Exec Created": ["kubernetes/role-with-exec"], "K8s Deployment Created": ["kubernetes/workload-changed"], "K8s Deployment Deleted": ["kubernetes/workload-changed"], "K8s Service Created": ["kubernetes/workload-changed"],
  "K8s Service Deleted": ["kubernetes/workload-changed"], "K8s ConfigMap Created": ["kubernetes/workload-changed"], "K8s Namespace Created": ["kubernetes/namespace-changed"], "K8s Namespace Deleted": ["kubernetes/namespace-changed"],
  "K8s Serviceaccount Created": ["kubernetes/roles-and-secrets-changed"], "K8s Serviceaccount Deleted": ["kubernetes/roles-and-secrets-changed"], "K8s Role/Clusterrole Created": ["kubernetes/roles-and-secrets-changed"],
  "K8s Role/Clusterrole Deleted": ["kubernetes/roles-and-secrets-changed"], "K8s Role/Clusterrolebinding Created": ["kubernetes/roles-and-secrets-changed"], "K8s Secret Created": ["kubernetes/roles-and-secrets-changed"], "K8s Secret Deleted": ["kubernetes/roles-and-secrets-changed"],
};

/** Panther's rules, by id. Those that need a list of addresses (Tor exits) or a site's own lists have no counterpart. */
export const pantherRules: Readonly<Record<string, readonly string[]>> = {
  "AWS.CloudTrail.AttemptToLeaveOrg": ["cloud/aws-organisation-left"], "AWS.CloudTrail.Stopped": ["cloud/aws-trail-stopped"], "AWS.EC2.GatewayModified": ["cloud/aws-network-changed"], "AWS.EC2.ManualSecurityGroupChange": ["cloud/aws-firewall-changed-by-hand"],
  "AWS.EC2.ManyPasswordReadAttempts": ["cloud/aws-instance-password-asked"], "AWS.IAM.BackdoorRole": ["cloud/aws-role-opened"], "AWS.Macie.Evasion": ["cloud/aws-detection-turned-off"], "AWS.RDS.InstanceRebooted": ["cloud/aws-database-restarted"],
  "AWS.RDS.SecurityGroupIngressAuthorized": ["cloud/aws-database-firewall-opened"], "AWS.S3.BucketDeleted": ["cloud/aws-data-destroyed"], "AWS.S3.DeleteObject": ["cloud/aws-object-batch-deleted"], "AWS.SSM.DistributedCommand": ["cloud/aws-command-on-instances"],
  "AWS.Unsuccessful.MFA.attempt": ["cloud/aws-second-factor-failed"], "GCP.K8S.Pod.Create.Or.Modify.Host.Path.Volume.Mount": ["cloud/gcp-host-path-pod", "kubernetes/sensitive-host-path"], "Kubernetes.API.AnonymousAccess": ["kubernetes/anonymous-access"],
  "Kubernetes.ClientCertificate.Created": ["kubernetes/certificate-requested"], "Kubernetes.ClusterRoleBinding.Privileged": ["kubernetes/cluster-admin-bound"], "Kubernetes.CronJob.CreatedOrModified": ["kubernetes/cron-job-written"],
  "Kubernetes.DaemonSet.Created": ["kubernetes/daemon-set-created"], "Kubernetes.Ingress.NoTLS": ["kubernetes/ingress-without-encryption"], "Kubernetes.Pod.Host.IPC": ["kubernetes/host-namespace-pod"], "Kubernetes.Pod.Host.PID": ["kubernetes/host-namespace-pod"],
  "Kubernetes.Pod.StealServiceAccountToken": ["kubernetes/token-taken-by-exec"], "Kubernetes.Role.PodExec": ["kubernetes/role-with-exec"], "Kubernetes.Role.Wildcard": ["kubernetes/wildcard-role"], "Kubernetes.Role.WritePermissions": ["kubernetes/role-with-write"],
  "Kubernetes.Secret.AccessDenied": ["kubernetes/secret-refused"],
};

/** Tetragon's recorded events: whether the event by itself is an attacker's. */
export const tetragonFiles: Readonly<Record<string, boolean>> = {
  "privileged-pod-bash": true, "host-namespace-bash": true, "merlin-agent-sh": true, "merlin-agent-go-connect": true, "merlin-agent-job-connect": true, nc_process_connect: true, nc_process_exec: true,
  "nginx-listen": false, "nginx-execution": false, process_connect: false, process_exec: false, process_listen: false, lifecycle_sh_process_exec: false, "merlin-agent-container-start-runc": false,
};

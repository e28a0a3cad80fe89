/** What a resource of the AWS provider takes. Names in a text, with blanks between them. */
export interface ProviderResource {
  /** The page of the provider's documentation. */
  readonly page: string;
  readonly required: string;
  readonly optional: string;
  readonly blocks?: Readonly<Record<string, ProviderBlock>>;
  /** Attributes that can be read besides. */
  readonly exported: string;
}

interface ProviderBlock {
  readonly required?: string;
  readonly optional?: string;
  readonly blocks?: Readonly<Record<string, ProviderBlock>>;
}

const documentation = 'https://registry.terraform.io/providers/hashicorp/aws/6.29.0/docs';
const resource = (page: string) => `${documentation}/resources/${page}`;

/**
 * The resources that configurations of ours are made of, with their arguments and blocks: the provider's documentation, and
 * its schema of 6.25.0 as the bindings of @cdktf/provider-aws 21.22.1 have it. `invoked_via_function_url` came with 6.29.0
 * (hashicorp/terraform-provider-aws#44858). Blocks of ours have all of their arguments here, other blocks are left out.
 */
export const providerResources: Readonly<Record<string, ProviderResource>> = {
  aws_lambda_function: {
    page: resource('lambda_function'),
    required: 'function_name role',
    optional:
      'architectures code_signing_config_arn description filename handler image_uri kms_key_arn layers memory_size package_type publish publish_to replace_security_groups_on_destroy replacement_security_group_ids reserved_concurrent_executions runtime s3_bucket s3_key s3_object_version skip_destroy source_code_hash source_kms_key_arn tags timeout',
    blocks: {
      dead_letter_config: { required: 'target_arn' },
      environment: { optional: 'variables' },
      ephemeral_storage: { optional: 'size' },
      file_system_config: { required: 'arn local_mount_path' },
      logging_config: {
        required: 'log_format',
        optional: 'application_log_level log_group system_log_level',
      },
      tracing_config: { required: 'mode' },
      vpc_config: { required: 'security_group_ids subnet_ids', optional: 'ipv6_allowed_for_dual_stack' },
    },
    exported:
      'arn code_sha256 invoke_arn last_modified qualified_arn qualified_invoke_arn signing_job_arn source_code_size version',
  },
  aws_lambda_alias: {
    page: resource('lambda_alias'),
    required: 'function_name function_version name',
    optional: 'description',
    exported: 'arn invoke_arn',
  },
  aws_lambda_function_url: {
    page: resource('lambda_function_url'),
    required: 'authorization_type function_name',
    optional: 'invoke_mode qualifier',
    blocks: {
      cors: {
        optional: 'allow_credentials allow_headers allow_methods allow_origins expose_headers max_age',
      },
    },
    exported: 'function_arn function_url url_id',
  },
  aws_lambda_permission: {
    page: resource('lambda_permission'),
    required: 'action function_name principal',
    optional:
      'event_source_token function_url_auth_type invoked_via_function_url principal_org_id qualifier source_account source_arn statement_id statement_id_prefix',
    exported: '',
  },
  aws_lambda_event_source_mapping: {
    page: resource('lambda_event_source_mapping'),
    required: 'function_name',
    optional:
      'batch_size bisect_batch_on_function_error enabled event_source_arn function_response_types kms_key_arn maximum_batching_window_in_seconds maximum_record_age_in_seconds maximum_retry_attempts parallelization_factor queues starting_position starting_position_timestamp tags topics tumbling_window_in_seconds',
    blocks: { destination_config: { blocks: { on_failure: { required: 'destination_arn' } } } },
    exported: 'arn function_arn last_modified last_processing_result state state_transition_reason uuid',
  },
  aws_lambda_function_recursion_config: {
    page: resource('lambda_function_recursion_config'),
    required: 'function_name recursive_loop',
    optional: '',
    exported: '',
  },
  aws_cloudwatch_log_group: {
    page: resource('cloudwatch_log_group'),
    required: '',
    optional:
      'deletion_protection_enabled kms_key_id log_group_class name name_prefix retention_in_days skip_destroy tags',
    exported: 'arn',
  },
  aws_iam_role: {
    page: resource('iam_role'),
    required: 'assume_role_policy',
    optional:
      'description force_detach_policies max_session_duration name name_prefix path permissions_boundary tags',
    exported: 'arn create_date id unique_id',
  },
  aws_iam_role_policy: {
    page: resource('iam_role_policy'),
    required: 'policy role',
    optional: 'name name_prefix',
    exported: 'id',
  },
  aws_sqs_queue: {
    page: resource('sqs_queue'),
    required: '',
    optional:
      'content_based_deduplication deduplication_scope delay_seconds fifo_queue fifo_throughput_limit kms_data_key_reuse_period_seconds kms_master_key_id max_message_size message_retention_seconds name name_prefix policy receive_wait_time_seconds redrive_allow_policy redrive_policy sqs_managed_sse_enabled tags visibility_timeout_seconds',
    exported: 'arn id url',
  },
  aws_dynamodb_table: {
    page: resource('dynamodb_table'),
    required: 'name',
    optional:
      'billing_mode deletion_protection_enabled hash_key range_key read_capacity restore_date_time restore_source_name restore_source_table_arn restore_to_latest_time stream_enabled stream_view_type table_class tags write_capacity',
    blocks: { attribute: { required: 'name type' } },
    exported: 'arn id stream_arn stream_label',
  },
  aws_kinesis_stream: {
    page: resource('kinesis_stream'),
    required: 'name',
    optional:
      'arn encryption_type enforce_consumer_deletion kms_key_id max_record_size_in_kib retention_period shard_count shard_level_metrics tags',
    blocks: { stream_mode_details: { required: 'stream_mode' } },
    exported: 'id',
  },
  aws_sns_topic: {
    page: resource('sns_topic'),
    required: '',
    optional:
      'archive_policy content_based_deduplication delivery_policy display_name fifo_throughput_scope fifo_topic kms_master_key_id name name_prefix policy signature_version tags tracing_config',
    exported: 'arn beginning_archive_time id owner',
  },
  aws_sns_topic_subscription: {
    page: resource('sns_topic_subscription'),
    required: 'endpoint protocol topic_arn',
    optional:
      'confirmation_timeout_in_minutes delivery_policy endpoint_auto_confirms filter_policy filter_policy_scope raw_message_delivery redrive_policy replay_policy subscription_role_arn',
    exported: 'arn id owner_id',
  },
  aws_s3_bucket: {
    page: resource('s3_bucket'),
    required: '',
    optional: 'bucket bucket_prefix force_destroy object_lock_enabled tags',
    exported: 'arn bucket_domain_name bucket_regional_domain_name hosted_zone_id id',
  },
  aws_s3_bucket_notification: {
    page: resource('s3_bucket_notification'),
    required: 'bucket',
    optional: 'eventbridge',
    blocks: {
      lambda_function: { required: 'events', optional: 'filter_prefix filter_suffix id lambda_function_arn' },
    },
    exported: '',
  },
  aws_cloudwatch_event_rule: {
    page: resource('cloudwatch_event_rule'),
    required: '',
    optional:
      'description event_bus_name event_pattern force_destroy name name_prefix role_arn schedule_expression state tags',
    exported: 'arn id',
  },
  aws_cloudwatch_event_target: {
    page: resource('cloudwatch_event_target'),
    required: 'arn rule',
    optional: 'event_bus_name force_destroy input input_path role_arn target_id',
    exported: '',
  },
};

const data = (page: string) => `${documentation}/data-sources/${page}`;

export const providerData: Readonly<Record<string, ProviderResource>> = {
  aws_iam_policy_document: {
    page: data('iam_policy_document'),
    required: '',
    optional: 'override_policy_documents policy_id source_policy_documents version',
    blocks: {
      statement: {
        optional: 'actions effect not_actions not_resources resources sid',
        blocks: { condition: { required: 'test values variable' } },
      },
    },
    exported: 'json minified_json',
  },
  aws_caller_identity: {
    page: data('caller_identity'),
    required: '',
    optional: '',
    exported: 'account_id arn user_id',
  },
  aws_partition: {
    page: data('partition'),
    required: '',
    optional: '',
    exported: 'dns_suffix partition reverse_dns_prefix',
  },
  // `name` is deprecated since 6.0.
  aws_region: { page: data('region'), required: '', optional: 'region', exported: 'description' },
};

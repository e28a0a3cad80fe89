import { pascalCase } from './names.ts';

/**
 * Types of the namespaces that every source sees (ImplicitUsings): a class of the same name would make the name
 * ambiguous (CS0104). Of all of them, those that could be the name of a function.
 */
const frameworkTypes = `
  Action Activator Array Barrier Boolean Buffer Byte Char Console Convert DateOnly DateTime DayOfWeek Decimal
  Delegate Directory DirectoryInfo Double Enum Enumerable Environment EventHandler File FileInfo FileStream
  FileSystemWatcher Guid Half HashCode HttpClient HttpContent HttpMethod Index Int32 Int64 Interlocked
  KeyValuePair Lock Math MemoryStream Monitor Mutex Nullable Object Overlapped Parallel Path Queryable Random
  RandomAccess Range Semaphore Single Stream StreamReader StreamWriter String StringReader StringWriter Task
  TaskFactory TaskScheduler TextReader TextWriter Thread ThreadPool TimeOnly TimeProvider TimeSpan TimeZone
  Timeout Timer Tuple Type Uri UriBuilder ValueTask ValueType Version Void Volatile WaitHandle
`;

/** Names that a project of ours has already. */
const projectNames =
  'Functions Events Tests Program FunctionJsonContext LambdaRuntime SampleEvent TestLambdaContext';

/** Types besides that a project's sources name without their namespace: a namespace of that name would hide them (CS0118). */
const importedTypes = `
  Activity ActivityContext ActivityCreationOptions ActivityKind ActivityLink ActivityListener
  ActivitySamplingResult ActivitySource ActivitySpanId ActivityStatusCode ActivityTagsCollection
  ActivityTraceFlags ActivityTraceId AggregateException AmazonDynamoDBClient AppContext
  ArgumentException ArgumentNullException ArgumentOutOfRangeException ArrayPool ArraySegment Assembly
  Assert AsyncLocal AsyncServiceScope AttributeValue Base64 BatchItemFailure BinaryPrimitives
  BindingFlags CancellationToken CancellationTokenSource ConcurrentQueue ConditionalCheckFailedException
  ConfigurationBuilder ConfiguredAsyncDisposable ConsoleLifetimeOptions ContentHttpResult Created
  CsvFormat CultureInfo DateTimeKind DateTimeOffset DeleteItemRequest Dictionary DictionaryEntry
  DllImport DynamicallyAccessedMemberTypes DynamicallyAccessedMembers DynamoDbChange
  DynamoDbStreamRecord DynamoDbValue Encoding EnumeratorCancellation EventId Exception ExecutionContext
  ExportOrder Fact FeatureCollection FileNotFoundException FixedShipmentStore FormOptions
  FormatException Func GC GCCollectionMode GetItemRequest HashSet HeaderDictionary HeaderNames HostOptions
  HttpResponseStreamPrelude HttpStatusCode IAmazonDynamoDB IAsyncDisposable IAsyncEnumerable
  IAsyncEnumerator IBufferWriter IClientContext ICognitoIdentity IDictionary IDisposable IEnumerable
  IExternalScopeProvider IFeatureCollection IFormattable IHeaderDictionary IHttpApplication
  IHttpConnectionFeature IHttpRequestBodyDetectionFeature IHttpRequestFeature
  IHttpRequestIdentifierFeature IHttpRequestLifetimeFeature IHttpResponseBodyFeature
  IHttpResponseFeature IJsonOnDeserialized ILambdaContext ILambdaInvocation ILambdaLogger IList ILogger
  ILoggerFactory ILoggerProvider ILoggingBuilder IOException IOptions IOptionsFactory IOptionsMonitor
  IOptionsMonitorCache IPAddress IReadOnlyCollection IReadOnlyDictionary IReadOnlyList IServer
  IServiceCollection IServiceProvider IShipmentStore ISupportExternalScope InlineData
  InvalidOperationException JavaScriptEncoder JsonConverter JsonDocument JsonElement JsonException
  JsonIgnore JsonIgnoreCondition JsonNamingPolicy JsonOptions JsonProperty JsonPropertyName
  JsonSerializable JsonSerializer JsonSerializerContext JsonSerializerOptions
  JsonSourceGenerationOptions JsonStringEnumConverter JsonTokenType JsonTypeInfo JsonValueKind
  JsonWriterOptions KinesisData KinesisRecord LambdaHttpExchange LambdaHttpRequestContext
  LambdaHttpRequestLine LambdaHttpResponseWriter LambdaServer LambdaServerExtensions LambdaTestHost Lazy
  List LogLevel LoggerExternalScopeProvider LoggerFactoryOptions LoggerFilterOptions LoggerMessage
  Marshal MediaTypeHeaderValue Memory MemoryMarshal MemoryStore MethodInfo MetricsOptions NoShipments
  NotFound NotSupportedException NotesStore NotesTable NumberStyles Ok OperatingSystem
  OperationCanceledException OptionsCache OptionsFactory OptionsManager OptionsMonitor
  OtlpExportProtocol OutOfMemoryException PathString Place PosixSignal PosixSignalContext
  PosixSignalRegistration ProblemDetailsOptions ProtocolType PutItemRequest QuoteInvalidException
  QuoteService QuoteServiceConverter ReadOnlyMemory ReadOnlySpan ReportFormat ReportLine RequestDelegate
  RequestTiming Results ReturnValue RouteHandlerOptions RouteOptions S3EventBucket S3EventEntity
  S3EventObject S3EventRecord Sdk SeekOrigin ServiceCollection ServiceDescriptor ServiceProviderOptions
  ShipmentOptions ShipmentReader SnsMessageAttribute SnsNotification SnsRecord Socket SocketError
  SocketException SocketFlags SocketType Span SqsMessage SqsMessageAttribute Stack Startup
  StatusCodePagesOptions StatusCodes Stopwatch StreamCapture StreamResponseBodyFeature StringBuilder
  StringComparer StringComparison StringSplitOptions SuppressMessage SynchronizationContext
  TaskCreationOptions TestLambdaLogger TextFormat Theory TimeoutException TracerProvider
  TracerProviderBuilder TypeLoadException TypedResults UnconditionalSuppressMessage UpdateItemRequest
  Utf8JsonReader Utf8JsonWriter ValidationProblem Vector WebApplication WebUtility
`;

const words = (text: string) => text.trim().split(/\s+/);

/** The names that no class of a function may have. */
export const takenClassNames: ReadonlySet<string> = new Set(words(`${frameworkTypes} ${projectNames}`));

/** The names without which no source of a project would compile, were its namespace called so. */
export const namesInSources: readonly string[] = words(`${frameworkTypes} ${projectNames} ${importedTypes}`);

/** Endings that tell a reader what kind of class it is; a function is not one of these. */
export const classKinds = /(Exception|Attribute|EventArgs|Tests)$/;

/** The class of a function: its handler's words, with "Function" after them where the name alone means something else. */
export function classNameFor(handler: string, namespace: string): string {
  const name = pascalCase(handler);
  const isTaken = takenClassNames.has(name) || classKinds.test(name) || namespace.split('.').includes(name);
  return isTaken ? `${name}Function` : name;
}

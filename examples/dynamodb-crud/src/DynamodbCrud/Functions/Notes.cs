using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Amazon.DynamoDBv2;
using DynamodbCrud.Events;

namespace DynamodbCrud.Functions;

/// <summary>Notes over HTTP: create, read, update and delete.</summary>
public static class Notes
{
    // One client for all invocations: it keeps its connections. Region and credentials come from the environment.
    private static readonly Lazy<NotesStore> Store = new(() => new NotesTable(
        new AmazonDynamoDBClient(),
        Environment.GetEnvironmentVariable("TABLE_NAME")
            ?? throw new InvalidOperationException("TABLE_NAME is not set; it must name the table.")));

    // It finds no note. A change of one would throw inside of the client, and the first exception is slow.
    private const string FirstRequest = """
        {"version":"2.0","rawPath":"/notes/none","requestContext":{"http":{"method":"GET"}}}
        """;

    /// <summary>
    /// Makes the client, opens its connection and runs the code of a request that changes nothing, while Lambda still gives
    /// the function two processors. What fails here, or takes longer than a part of Lambda's ten seconds, is tried again by
    /// the first request: a table that cannot be reached just now is no reason to end the function.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails is written to the log, and tried again.")]
    public static async Task InitializeAsync()
    {
        var store = Store.Value;
        try
        {
            var request = JsonSerializer.Deserialize(FirstRequest, FunctionJsonContext.Default.LambdaHttpRequest)!;
            var response = await AnswerAsync(request, store).WaitAsync(TimeSpan.FromSeconds(5));
            JsonSerializer.SerializeToUtf8Bytes(response, FunctionJsonContext.Default.LambdaHttpResponse);
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"The table was not reached: {exception.Message}");
        }
    }

    public static Task<LambdaHttpResponse> Handle(LambdaHttpRequest request, ILambdaContext context)
    {
        context.Logger.LogInformation($"{request.Method} {request.Path}");
        return AnswerAsync(request, Store.Value);
    }

    public static async Task<LambdaHttpResponse> AnswerAsync(LambdaHttpRequest request, NotesStore store)
    {
        try
        {
            return (request.Method, request.PathSegments) switch
            {
                ("POST", ["notes"]) => await CreateAsync(request, store),
                ("GET", ["notes", var id]) => await ReadAsync(id, store),
                ("PUT", ["notes", var id]) => await UpdateAsync(id, request, store),
                ("DELETE", ["notes", var id]) => await DeleteAsync(id, store),
                (_, ["notes"]) => MethodNotAllowed("POST"),
                (_, ["notes", _]) => MethodNotAllowed("GET, PUT, DELETE"),
                _ => Problem(HttpStatusCode.NotFound, $"There is no {request.Path}."),
            };
        }
        catch (JsonException exception)
        {
            return Problem(
                HttpStatusCode.BadRequest,
                $"The body must be JSON with text, and version for a change; look at {exception.Path ?? "$"}.");
        }
    }

    private static async Task<LambdaHttpResponse> CreateAsync(LambdaHttpRequest request, NotesStore store)
    {
        var draft = request.ReadJson(FunctionJsonContext.Default.NotesDraft);
        var note = new NotesItem { Id = Guid.NewGuid().ToString("N"), Text = draft.Text, Version = 1 };
        await store.AddAsync(note);
        return Note(HttpStatusCode.Created, note).WithHeader("location", $"/notes/{note.Id}");
    }

    private static async Task<LambdaHttpResponse> ReadAsync(string id, NotesStore store) =>
        await store.FindAsync(id) is { } note ? Note(HttpStatusCode.OK, note) : NotFound(id);

    private static async Task<LambdaHttpResponse> UpdateAsync(string id, LambdaHttpRequest request, NotesStore store)
    {
        var draft = request.ReadJson(FunctionJsonContext.Default.NotesDraft);
        if (draft.Version is not { } version)
        {
            return Problem(HttpStatusCode.BadRequest, "A change must say which version it is of.");
        }
        return await store.ChangeAsync(id, draft.Text, version) switch
        {
            (_, null) => NotFound(id),
            (true, var note) => Note(HttpStatusCode.OK, note),
            (false, var note) => Problem(HttpStatusCode.Conflict, $"The note has version {note.Version} by now; read it again."),
        };
    }

    private static async Task<LambdaHttpResponse> DeleteAsync(string id, NotesStore store) =>
        await store.RemoveAsync(id) ? LambdaHttpResponse.Empty(HttpStatusCode.NoContent) : NotFound(id);

    private static LambdaHttpResponse Note(HttpStatusCode status, NotesItem note) =>
        LambdaHttpResponse.Json(status, note, FunctionJsonContext.Default.NotesItem);

    private static LambdaHttpResponse NotFound(string id) =>
        Problem(HttpStatusCode.NotFound, $"There is no note \"{id}\".");

    private static LambdaHttpResponse MethodNotAllowed(string allowed) =>
        Problem(HttpStatusCode.MethodNotAllowed, $"This path takes {allowed}.").WithHeader("allow", allowed);

    private static LambdaHttpResponse Problem(HttpStatusCode status, string detail) => LambdaHttpResponse.Json(
        status,
        new NotesProblem { Title = status.ToString(), Status = (int)status, Detail = detail },
        FunctionJsonContext.Default.NotesProblem,
        "application/problem+json");
}

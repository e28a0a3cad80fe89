using System.Text.Json;
using DynamodbCrud.Events;
using DynamodbCrud.Functions;
using Xunit;

namespace DynamodbCrud.Tests;

public class NotesTests
{
    private readonly MemoryStore _store = new();

    private Task<LambdaHttpResponse> Send(string method, string path, string? body = null) =>
        Notes.AnswerAsync(new() { RawPath = path, Body = body, Context = new() { Http = new() { Method = method } } }, _store);

    private static NotesItem Read(LambdaHttpResponse response) =>
        JsonSerializer.Deserialize(response.Body!, FunctionJsonContext.Default.NotesItem)!;

    [Fact]
    public async Task The_sample_event_creates_a_note_where_the_answer_says()
    {
        var request = SampleEvent.Read("dynamodb-crud.json", FunctionJsonContext.Default.LambdaHttpRequest);

        var response = await Notes.AnswerAsync(request, _store);

        Assert.Equal(201, response.StatusCode);
        Assert.Equal("Buy coffee", Read(await Send("GET", response.Headers["location"])).Text);
    }

    [Fact]
    public async Task A_note_is_changed_by_who_has_read_its_latest_version()
    {
        var path = (await Send("POST", "/notes", """{"text":"one"}""")).Headers["location"];

        var first = await Send("PUT", path, """{"text":"two","version":1}""");
        var second = await Send("PUT", path, """{"text":"three","version":1}""");

        Assert.Equal(200, first.StatusCode);
        Assert.Equal(409, second.StatusCode);
        Assert.Equal(("two", 2), (Read(await Send("GET", path)).Text, Read(await Send("GET", path)).Version));
    }

    [Fact]
    public async Task A_note_that_was_deleted_is_gone()
    {
        var path = (await Send("POST", "/notes", """{"text":"one"}""")).Headers["location"];

        Assert.Equal(204, (await Send("DELETE", path)).StatusCode);
        Assert.Equal(404, (await Send("DELETE", path)).StatusCode);
        Assert.Equal(404, (await Send("GET", path)).StatusCode);
        Assert.Equal(404, (await Send("PUT", path, """{"text":"two","version":1}""")).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/notes", "{}", 400)]
    [InlineData("POST", "/notes", null, 400)]
    [InlineData("PUT", "/notes/1", """{"text":"no version"}""", 400)]
    [InlineData("GET", "/notes", null, 405)]
    [InlineData("POST", "/notes/1", "{}", 405)]
    [InlineData("GET", "/", null, 404)]
    [InlineData("GET", "/notes/unknown", null, 404)]
    public async Task What_cannot_be_done_is_a_problem_with_details(string method, string path, string? body, int status)
    {
        var response = await Send(method, path, body);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Headers["content-type"]);
    }

    private sealed class MemoryStore : NotesStore
    {
        private readonly Dictionary<string, NotesItem> _notes = [];

        public override Task AddAsync(NotesItem note)
        {
            _notes.Add(note.Id, note);
            return Task.CompletedTask;
        }

        public override Task<NotesItem?> FindAsync(string id) => Task.FromResult(_notes.GetValueOrDefault(id));

        public override Task<(bool Changed, NotesItem? Note)> ChangeAsync(string id, string text, int version)
        {
            var note = _notes.GetValueOrDefault(id);
            if (note?.Version != version)
            {
                return Task.FromResult((false, note));
            }
            _notes[id] = note with { Text = text, Version = version + 1 };
            return Task.FromResult<(bool, NotesItem?)>((true, _notes[id]));
        }

        public override Task<bool> RemoveAsync(string id) => Task.FromResult(_notes.Remove(id));
    }
}

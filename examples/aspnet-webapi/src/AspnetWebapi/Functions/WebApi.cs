using AspnetWebapi.Events;
using AspnetWebapi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AspnetWebapi.Functions;

/// <summary>A minimal API behind a function URL. It stores nothing: every request stands for itself.</summary>
public static class WebApi
{
    private static readonly Todo[] Todos =
    [
        new() { Id = 1, Title = "Walk the dog" },
        new() { Id = 2, Title = "Do the dishes", DueBy = new DateOnly(2026, 11, 24) },
        new() { Id = 3, Title = "Clean the bathroom" },
    ];

    // Built once and kept: an execution environment serves many requests.
    private static readonly Lazy<Task<LambdaServer>> Server = new(() => LambdaServer.StartAsync(Build()));

    /// <summary>Builds the application and runs it once, while Lambda still gives the function two processors.</summary>
    public static async Task InitializeAsync() =>
        await (await Server.Value).WarmUpAsync("/todos/0", FunctionJsonContext.Default);

    public static async Task<LambdaHttpResponse> Handle(LambdaHttpRequest request, ILambdaContext context) =>
        await (await Server.Value).ProcessAsync(request, context);

    /// <summary>The application as it would stand in a Program.cs of ASP.NET Core.</summary>
    public static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.Services.AddProblemDetails();
        builder.Services.AddLambdaServer();
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, FunctionJsonContext.Default));

        var app = builder.Build();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseEndpoints(_ => { });

        var todos = app.MapGroup("/todos");
        todos.MapGet("/", (string? search) => TypedResults.Ok(new TodoPage
        {
            Todos = [.. Todos.Where(todo => todo.Title.Contains(search ?? "", StringComparison.OrdinalIgnoreCase))],
        }));
        todos.MapGet("/{id:int}", Find);
        todos.MapPost("/", Add);
        return app;
    }

    private static Results<Ok<Todo>, NotFound> Find(int id) =>
        Todos.FirstOrDefault(todo => todo.Id == id) is { } todo ? TypedResults.Ok(todo) : TypedResults.NotFound();

    private static Results<Created<Todo>, ValidationProblem> Add(TodoDraft draft)
    {
        if (string.IsNullOrWhiteSpace(draft.Title))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>
            {
                ["title"] = ["A todo needs a title."],
            });
        }
        var todo = new Todo { Id = Todos.Length + 1, Title = draft.Title, DueBy = draft.DueBy };
        return TypedResults.Created($"/todos/{todo.Id}", todo);
    }
}

using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamodbCrud.Functions;

/// <summary>Notes in a DynamoDB table whose partition key is "id" (a string).</summary>
public sealed class NotesTable(IAmazonDynamoDB client, string tableName) : NotesStore
{
    public override Task AddAsync(NotesItem note) => client.PutItemAsync(new PutItemRequest
    {
        TableName = tableName,
        Item = new Dictionary<string, AttributeValue>
        {
            ["id"] = new(note.Id),
            ["text"] = new(note.Text),
            ["version"] = Number(note.Version),
        },
        ConditionExpression = "attribute_not_exists(id)",
    });

    public override async Task<NotesItem?> FindAsync(string id)
    {
        var response = await client.GetItemAsync(new GetItemRequest
        {
            TableName = tableName,
            Key = Key(id),
            ConsistentRead = true,
        });
        return response.IsItemSet ? ToNote(response.Item) : null;
    }

    public override async Task<(bool Changed, NotesItem? Note)> ChangeAsync(string id, string text, int version)
    {
        try
        {
            var response = await client.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = tableName,
                Key = Key(id),
                UpdateExpression = "SET #text = :text, #version = :next",
                ConditionExpression = "#version = :version",
                ExpressionAttributeNames = new() { ["#text"] = "text", ["#version"] = "version" },
                ExpressionAttributeValues = new()
                {
                    [":text"] = new(text),
                    [":version"] = Number(version),
                    [":next"] = Number(version + 1),
                },
                ReturnValues = ReturnValue.ALL_NEW,
            });
            return (true, ToNote(response.Attributes));
        }
        catch (ConditionalCheckFailedException)
        {
            // Another change was faster, or there is no such note.
            return (false, await FindAsync(id));
        }
    }

    public override async Task<bool> RemoveAsync(string id)
    {
        var response = await client.DeleteItemAsync(new DeleteItemRequest
        {
            TableName = tableName,
            Key = Key(id),
            ReturnValues = ReturnValue.ALL_OLD,
        });
        return response.Attributes is { Count: > 0 };
    }

    private static Dictionary<string, AttributeValue> Key(string id) => new() { ["id"] = new(id) };

    private static AttributeValue Number(int value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    private static NotesItem ToNote(Dictionary<string, AttributeValue> item) => new()
    {
        Id = item["id"].S,
        Text = item["text"].S,
        Version = int.Parse(item["version"].N, CultureInfo.InvariantCulture),
    };
}

using System.Globalization;
using S3EventApp.Events;

namespace S3EventApp.Functions;

/// <summary>Notes what comes into a bucket and what leaves it.</summary>
public static class Uploads
{
    public static void Handle(S3Event notification, ILambdaContext context)
    {
        foreach (var record in notification.Records)
        {
            context.Logger.LogInformation($"{record.S3.Bucket.Name}: {Describe(record)}");
        }
    }

    /// <summary>What happened, in words. The key is decoded: as it came it is no key that S3 knows.</summary>
    public static string Describe(S3EventRecord record)
    {
        var (key, size) = (record.S3.Object.Key, record.S3.Object.Size);
        if (record.IsCreated)
        {
            return string.Create(CultureInfo.InvariantCulture, $"\"{key}\" is new, {size / 1024.0:0.0} KB");
        }
        return record.IsRemoved ? $"\"{key}\" is gone" : $"\"{key}\": {record.EventName}";
    }
}

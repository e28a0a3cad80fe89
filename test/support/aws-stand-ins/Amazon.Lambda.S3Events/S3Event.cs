namespace Amazon.Lambda.S3Events;

public class S3Event
{
    public List<S3EventNotificationRecord> Records { get; set; } = [];

    public class S3EventNotificationRecord
    {
        public string EventName { get; set; } = "";

        public S3Entity S3 { get; set; } = new();
    }

    public class S3Entity
    {
        public S3BucketEntity Bucket { get; set; } = new();

        public S3ObjectEntity Object { get; set; } = new();
    }

    public class S3BucketEntity
    {
        public string Name { get; set; } = "";
    }

    public class S3ObjectEntity
    {
        public string Key { get; set; } = "";

        public long Size { get; set; }
    }
}

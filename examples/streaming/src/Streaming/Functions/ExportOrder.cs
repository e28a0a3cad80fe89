namespace Streaming.Functions;

public sealed record ExportOrder(int Id, DateTime Placed, decimal Total);

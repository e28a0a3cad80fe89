namespace HelloNative.Functions;

public sealed record ExportOrder(int Id, DateTime Placed, decimal Total);

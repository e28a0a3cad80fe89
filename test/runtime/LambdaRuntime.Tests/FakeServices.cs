using System;
using System.Collections.Generic;

namespace RuntimeTests;

/// <summary>A container of one's own, in as few lines as the interface asks for.</summary>
internal sealed class FakeServices : IServiceProvider
{
    private readonly Dictionary<Type, Func<object>> _services;

    internal FakeServices(Dictionary<Type, Func<object>> services)
    {
        _services = services;
    }

    /// <summary>What happened to scopes, in order.</summary>
    internal List<string> Events { get; } = new();

    public object? GetService(Type serviceType) => _services.TryGetValue(serviceType, out Func<object>? make) ? make() : null;

    internal IServiceProvider BeginScope()
    {
        Events.Add("begin");
        return new Scope(this);
    }

    private sealed class Scope : IServiceProvider, IDisposable
    {
        private readonly FakeServices _root;

        internal Scope(FakeServices root) => _root = root;

        public object? GetService(Type serviceType) => _root.GetService(serviceType);

        public void Dispose() => _root.Events.Add("end");
    }
}

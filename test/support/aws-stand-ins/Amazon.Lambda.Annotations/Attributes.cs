namespace Amazon.Lambda.Annotations
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class LambdaFunctionAttribute : Attribute
    {
        public uint Timeout { get; set; }

        public uint MemorySize { get; set; }
    }

    [AttributeUsage(AttributeTargets.Assembly)]
    public sealed class LambdaGlobalPropertiesAttribute : Attribute
    {
        public bool GenerateMain { get; set; }

        public string Runtime { get; set; } = "";
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class FromServicesAttribute : Attribute;
}

namespace Amazon.Lambda.Annotations.APIGateway
{
    public enum LambdaHttpMethod
    {
        Any,
        Get,
        Post,
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class HttpApiAttribute(LambdaHttpMethod method, string template) : Attribute
    {
        public LambdaHttpMethod Method { get; } = method;

        public string Template { get; } = template;
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class RestApiAttribute(LambdaHttpMethod method, string template) : Attribute
    {
        public LambdaHttpMethod Method { get; } = method;

        public string Template { get; } = template;
    }

    public enum AuthorizerPayloadFormatVersion
    {
        V1,
        V2,
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class HttpApiAuthorizerAttribute : Attribute
    {
        public AuthorizerPayloadFormatVersion AuthorizerPayloadFormatVersion { get; set; } =
            AuthorizerPayloadFormatVersion.V2;
    }

    public interface IHttpResult;

    public interface IAuthorizerResult;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class FromBodyAttribute : Attribute;
}

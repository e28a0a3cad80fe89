namespace Amazon.Lambda.APIGatewayEvents;

public class APIGatewayProxyRequest
{
    public string Path { get; set; } = "";

    public string HttpMethod { get; set; } = "";

    public string Body { get; set; } = "";

    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    public ProxyRequestContext RequestContext { get; set; } = new();

    public class ProxyRequestContext
    {
        public string Stage { get; set; } = "";

        public RequestIdentity Identity { get; set; } = new();

        public APIGatewayCustomAuthorizerContext Authorizer { get; set; } = [];
    }

    public class RequestIdentity
    {
        public string SourceIp { get; set; } = "";

        public ProxyRequestClientCert ClientCert { get; set; } = new();
    }

    public class ProxyRequestClientCert
    {
        public string ClientCertPem { get; set; } = "";

        public ClientCertValidity Validity { get; set; } = new();
    }

    public class ClientCertValidity
    {
        public string NotBefore { get; set; } = "";

        public string NotAfter { get; set; } = "";
    }
}

public class APIGatewayProxyResponse
{
    public int StatusCode { get; set; }

    public string Body { get; set; } = "";

    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();
}

public class APIGatewayHttpApiV2ProxyRequest
{
    public string RawPath { get; set; } = "";

    public string Body { get; set; } = "";

    public ProxyRequestContext RequestContext { get; set; } = new();

    public class ProxyRequestContext
    {
        public string DomainName { get; set; } = "";

        public HttpDescription Http { get; set; } = new();

        public AuthorizerDescription Authorizer { get; set; } = new();

        public ProxyRequestAuthentication Authentication { get; set; } = new();
    }

    public class ProxyRequestAuthentication
    {
        public ProxyRequestClientCert ClientCert { get; set; } = new();
    }

    public class ProxyRequestClientCert
    {
        public string ClientCertPem { get; set; } = "";

        public ClientCertValidity Validity { get; set; } = new();
    }

    public class ClientCertValidity
    {
        public string NotBefore { get; set; } = "";

        public string NotAfter { get; set; } = "";
    }

    public class AuthorizerDescription
    {
        public IDictionary<string, object> Lambda { get; set; } = new Dictionary<string, object>();
    }

    public class HttpDescription
    {
        public string Method { get; set; } = "";
    }
}

public class APIGatewayHttpApiV2ProxyResponse
{
    public int StatusCode { get; set; }

    public string Body { get; set; } = "";
}

public class APIGatewayCustomAuthorizerRequest
{
    public string AuthorizationToken { get; set; } = "";
}

public class APIGatewayCustomAuthorizerResponse
{
    public string PrincipalID { get; set; } = "";
}

public class APIGatewayCustomAuthorizerV2Request
{
    public string RawPath { get; set; } = "";
}

public class APIGatewayCustomAuthorizerV2SimpleResponse
{
    public bool IsAuthorized { get; set; }

    public Dictionary<string, object> Context { get; set; } = [];
}

public class APIGatewayCustomAuthorizerContext : Dictionary<string, object>
{
}

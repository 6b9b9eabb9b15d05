using System.Net;
using System.Text;
using Plimsoll.Gateway.Batches;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Batches;

public class When_an_upload_arrives
{
    private const int ClientLeft = 1004;

    private const string Upload = """
        { "note": "[{\"requests\": [", "requests" : [ {"a":"}]\\\"{", "b":[{"c":1}]} ,
          {}, {"requests":[{"x":1}]} ], "other": {"requests":[{"y":2}]} }
        """;

    [Fact]
    public void Its_requests_are_the_same_wherever_its_bytes_are_split()
    {
        string[] expected = [@"{""a"":""}]\\\""{"", ""b"":[{""c"":1}]}", "{}", @"{""requests"":[{""x"":1}]}"];
        var bytes = Encoding.UTF8.GetBytes(Upload);
        for (var split = 0; split <= bytes.Length; split++)
        {
            var (items, rest) = Cut(bytes.AsSpan(0, split), bytes.AsSpan(split));
            Assert.Equal(expected, items);
            Assert.Equal(Cut(bytes, default).Others, rest);
        }

        var (singly, _) = CutSingly(bytes);
        Assert.Equal(expected, singly);
    }

    [Fact]
    public void What_is_larger_than_one_request_may_be_is_refused_before_it_is_whole()
    {
        var cutter = new ItemCutter("requests", 100, _ => { });
        Assert.True(cutter.Append("""{"requests":[{"a":"x"},{"b":" """u8));
        Assert.True(cutter.Append(new byte[90]));
        Assert.False(cutter.Append(new byte[90]));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "requests: is missing")]
    [InlineData("""{"requests":{}}""", "requests: is missing or no list")]
    [InlineData("""{"requests":[]}""", "requests: is empty")]
    [InlineData("""{"requests":[1]}""", "members that are no objects")]
    [InlineData("""{"requests":[{"custom_id":"a","params":{}}""", "not valid JSON")]
    [InlineData("""{"requests":[{"custom_id":"a","params":{}}],"requests":[]}""", "gives a member twice")]
    [InlineData("""{"requests":[{"custom_id":"a","params":{}},{"custom_id":"a","params":{}}]}""", "'a' is given twice")]
    [InlineData("""{"requests":[{"params":{}}]}""", "requests.0: custom_id: expected 1 to 64")]
    [InlineData("""{"requests":[{"custom_id":"a b","params":{}}]}""", "requests.0: custom_id: expected 1 to 64")]
    [InlineData("""{"requests":[{"custom_id":"a"}]}""", "requests.0: params: is missing")]
    [InlineData("""{"requests":[{"custom_id":"a","params":[]}]}""", "requests.0: params: is not an object")]
    [InlineData("""{"requests":[{"custom_id":"a","params":{"x":}}]}""", "requests.0: is not valid JSON")]
    [InlineData("""{"requests":[{"custom_id":"a","params":{}}] trailing}""", "not valid JSON")]
    public async Task What_is_wrong_with_it_is_told(string body, string expected)
    {
        await using var rig = await GatewayRig.Begin();
        using var response = await rig.Post(BatchOf.Route, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, (await response.Error()).Message, StringComparison.Ordinal);
        Assert.Empty((await rig.Usage(BatchOf.Route)).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_up_to_a_bound()
    {
        await using var rig = await GatewayRig.Begin();
        var body = $$"""{"requests":[{{string.Join(',', Enumerable.Repeat("""{"custom_id":"!"}""", 25))}}]}""";
        using var response = await rig.Post(BatchOf.Route, body);
        var message = (await response.Error()).Message;
        Assert.Contains("requests.0: params: is missing", message, StringComparison.Ordinal);
        Assert.Contains("requests.19: params", message, StringComparison.Ordinal);
        Assert.EndsWith("And 5 more.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_too_large_or_has_too_many_requests_is_refused()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            MaxBodyBytes = 300,
            Batches = options.Batches with { MaxBytes = 600, MaxRequests = 2 },
        });

        using var many = await rig.Post(BatchOf.Route, BatchOf.Requests("a", "b", "c"));
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
        Assert.Contains("more than the 2", (await many.Error()).Message, StringComparison.Ordinal);
        using var large = await rig.Post(BatchOf.Route, BatchOf.Requests(new string('a', 700)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var item = await rig.Post(BatchOf.Route, BatchOf.Requests(new string('a', 150)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, item.StatusCode);
        Assert.Contains("requests.0: is larger", (await item.Error()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_client_leaves_in_the_middle_is_not_kept()
    {
        var folder = Directory.CreateTempSubdirectory();
        await using (var rig = await GatewayRig.Begin(with: options => options with
        {
            Batches = options.Batches with { Folder = folder.FullName },
        }))
        {
            using (var raw = await RawConnection.Open(rig.Url))
            {
                await raw.Send(
                    $"POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {rig.Key}\r\n"
                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=file; filename=f\r\n\r\n"
                    + new string('x', 70_000));
                while (!Directory.Exists(Path.Combine(folder.FullName, "files")))
                    await Task.Yield();
            }

            await rig.Log.Logged(ClientLeft);
            Assert.Empty(folder.EnumerateFiles("*.jsonl", SearchOption.AllDirectories));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_form_whose_boundary_is_too_long_is_refused()
    {
        await using var rig = await GatewayRig.Begin();
        using var form = new MultipartFormDataContent(new string('b', 70));
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation(
            "Content-Type", $"multipart/form-data; boundary={new string('b', 5000)}");

        using var response = await rig.Http.PostAsync("/v1/files", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("at most 70", (await response.Error()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v1/messages/batches/msgbatch_none", 404)]
    [InlineData("GET", "/v1/messages/batches/../keys", 404)]
    [InlineData("GET", "/v1/messages/batches/%2e%2e%2fkeys/results", 404)]
    [InlineData("POST", "/v1/messages/batches/x/unknown", 404)]
    [InlineData("PUT", "/v1/messages/batches", 404)]
    [InlineData("GET", "/v1/messages/batches?limit=0", 400)]
    [InlineData("GET", "/v1/messages/batches?after_id=none&before_id=none", 400)]
    public async Task A_wrong_route_is_refused(string method, string path, int status)
    {
        await using var rig = await GatewayRig.Begin();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task One_that_has_not_ended_has_no_results_and_cannot_be_deleted()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        var route = await rig.Batch("a");
        using var results = await rig.Get($"{route}/results");
        Assert.Equal(HttpStatusCode.BadRequest, results.StatusCode);
        using var deleted = await rig.Http.DeleteAsync(route, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, deleted.StatusCode);
    }

    private static (List<string> Items, string Others) Cut(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var items = new List<string>();
        var cutter = new ItemCutter("requests", 1000, bytes => items.Add(Encoding.UTF8.GetString(bytes)));
        Assert.True(cutter.Append(first));
        Assert.True(cutter.Append(second));
        return (items, Encoding.UTF8.GetString(cutter.Rest.Span));
    }

    private static (List<string> Items, string Others) CutSingly(byte[] all)
    {
        var items = new List<string>();
        var cutter = new ItemCutter("requests", 1000, bytes => items.Add(Encoding.UTF8.GetString(bytes)));
        foreach (var one in all)
            Assert.True(cutter.Append([one]));
        return (items, Encoding.UTF8.GetString(cutter.Rest.Span));
    }
}

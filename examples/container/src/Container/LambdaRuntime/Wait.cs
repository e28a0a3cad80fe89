using System.Threading.Tasks;

namespace LambdaRuntime;

/// <summary>
/// Waits for an asynchronous handler on the thread of its loop, which has nothing else to do: Lambda sends
/// the next invocation after the answer to this one. A handler that has already finished costs nothing.
/// </summary>
internal static class Wait
{
    internal static void For(Task task) => task.GetAwaiter().GetResult();

    internal static T For<T>(Task<T> task) => task.GetAwaiter().GetResult();

    internal static void For(ValueTask task)
    {
        // A ValueTask that is not complete may not be waited for; the Task that it becomes may.
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
        }
        else
        {
            For(task.AsTask());
        }
    }

    internal static T For<T>(ValueTask<T> task) => task.IsCompleted ? task.Result : For(task.AsTask());
}

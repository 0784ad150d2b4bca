/**
 * What operations look at: MBeans, health checks, an inventory printer and metrics. Each part is enabled if the API that
 * it is made for is there; none needs another.
 */
package messenger.monitor;
